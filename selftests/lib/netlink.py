# SPDX-License-Identifier: GPL-2.0
"""Messages of generic netlink for tests in Python, in the words of include/pdr.yaml: attributes as dictionaries.

The numbers of commands and attributes are counted from the spec here, not taken from the header that pdrctl is compiled
with. A malformed attribute is written by a value that is bytes, a foreign one by a key that is a number. nlmsg.h is the
encoder of tests in C; unit/cli/fakes compares the bytes of both.
"""

import pathlib
import struct

import yaml

SPEC = yaml.safe_load((pathlib.Path(__file__).parents[2] / "include/pdr.yaml").read_text("utf-8"))

NLM_F_REQUEST, NLM_F_MULTI, NLM_F_ACK, NLM_F_DUMP_INTR = 1, 2, 4, 0x10
NLM_F_DUMP, NLM_F_CAPPED, NLM_F_ACK_TLVS = 0x300, 0x100, 0x200
NLMSG_ERROR, NLMSG_DONE = 2, 3
NLMSGERR_ATTR_MSG = 1
SIZES = {"u16": "=H", "u32": "=I", "s32": "=i", "u64": "=Q"}
HEADER = struct.Struct("=IHHII")
# Bytes in front of the first attribute.
HEADERS = HEADER.size + 4

COMMANDS = {op["name"]: number for number, op in enumerate(SPEC["operations"]["list"], 1)}
SETS = {
    group["name"]: {
        attr["name"]: (number, attr["type"], attr.get("enum"))
        for number, attr in enumerate(group["attributes"], 1)
    }
    for group in SPEC["attribute-sets"]
} | {
    # Of the controller, as far as a test needs them; of a group of a family.
    "ctrl": {"family-id": (1, "u16", None), "family-name": (2, "string", None), "version": (3, "u32", None),
             "groups": (7, "binary", None)},
    "group": {"name": (1, "string", None), "id": (2, "u32", None)},
}


def enum(name):
    """{value's name: number} of an enum of the spec."""
    found = next(entry for entry in SPEC["definitions"] if entry["name"] == name)
    names = [value["name"] for value in found["entries"]]
    if found["type"] == "flags":
        return {value: 1 << bit for bit, value in enumerate(names)}
    return {value: number for number, value in enumerate(names, found.get("value-start", 0))}


ENUMS = {entry["name"]: enum(entry["name"]) for entry in SPEC["definitions"] if entry["type"] != "const"}


def attribute(number, data):
    """One attribute, padded."""
    return struct.pack("=HH", len(data) + 4, number) + data + bytes(-len(data) % 4)


def encode_value(kind, names, value):
    """The bytes of a value of a type of the spec; names of enum values become numbers, bytes are taken as they are."""
    if isinstance(value, bytes):
        return value
    if kind == "string":
        return value.encode() + b"\0"
    if isinstance(value, (set, list)):
        value = sum(ENUMS[names][word] for word in value)
    if isinstance(value, str):
        value = ENUMS[names][value]
    return struct.pack(SIZES[kind], value)


def encode(set_name, values):
    """Attributes of a set; a key that is a number is an attribute that the spec does not have."""
    data = b""
    for name, value in values.items():
        number, kind, names = (name, None, None) if isinstance(name, int) else SETS[set_name][name]
        data += attribute(number, encode_value(kind, names, value))
    return data


def decode(set_name, data):
    """The attributes of a set as a dictionary; numbers stay numbers."""
    by_number = {number: (name, kind) for name, (number, kind, _) in SETS[set_name].items()}
    values = {}
    for number, payload in split(data):
        name, kind = by_number[number]
        if kind == "string":
            values[name] = payload.rstrip(b"\0").decode()
        elif kind == "binary":
            values[name] = payload
        else:
            values[name] = struct.unpack(SIZES[kind], payload)[0]
    return values


def split(data):
    """(number, payload) of each attribute."""
    while len(data) >= 4:
        length, number = struct.unpack_from("=HH", data)
        yield number, data[4:length]
        data = data[(length + 3) & ~3:]


def message(kind, flags, seq, port, payload):
    """A netlink message."""
    return HEADER.pack(len(payload) + HEADER.size, kind, flags, seq, port) + payload


def genl(command, payload):
    """The payload of a generic netlink message."""
    return struct.pack("=BBH", command, 1, 0) + payload


def family(command, name, number, group, group_number):
    """The payload of what the controller says of a family with one group."""
    inner = encode("group", {"id": group_number, "name": group})
    return genl(command, encode("ctrl", {"family-name": name, "family-id": number, "version": 1,
                                         "groups": attribute(1, inner)}))


def verdict(error, sentence=None, request_header=b""):
    """(flags, payload) of the end of a dump, or of the answer to the request with this header, by NETLINK_CAP_ACK."""
    flags = NLM_F_CAPPED if request_header else NLM_F_MULTI
    payload = struct.pack("=i", -error) + request_header
    if not sentence:
        return flags, payload
    return flags | NLM_F_ACK_TLVS, payload + attribute(NLMSGERR_ATTR_MSG, sentence.encode() + b"\0")
