# SPDX-License-Identifier: GPL-2.0
#
# json.awk - status 0 if the input is one JSON text. A guest may have neither jq nor Python.
#
# Strings, then numbers and words, become one byte each that JSON itself cannot hold (\001 a string, \002 any other
# value); then arrays and objects of such bytes become values, from the inside out. Valid is what ends as a single value.

{ text = text $0 "\n" }

END {
	if (text ~ /[\001\002]/)
		exit 1
	hex = "[0-9A-Fa-f]"
	gsub("\"([^\"\\\\[:cntrl:]]|\\\\[\"\\\\/bfnrt]|\\\\u" hex hex hex hex ")*\"", "\001", text)
	gsub(/-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?|true|false|null/, "\002", text)
	gsub(/[ \t\r\n]/, "", text)
	do {
		n = gsub(/\[([\001\002](,[\001\002])*)?\]/, "\002", text)
		n += gsub(/[{](\001:[\001\002](,\001:[\001\002])*)?[}]/, "\002", text)
	} while (n)
	exit text !~ /^[\001\002]$/
}
