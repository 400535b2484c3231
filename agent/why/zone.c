// SPDX-License-Identifier: GPL-2.0
/* The zone of a range, from the state of its memory blocks; see zone.h. */
#include <stdlib.h>
#include <string.h>

#include "zone.h"

/* A word of a file of /sys/devices/system/memory/; false if there is none */
static bool read_block_word(const struct why_machine *machine, const char *file, char word[16])
{
	FILE *stream = why_machine_stream(why_machine_fd(machine,
							 "sys/devices/system/memory/%s", file));
	bool found = stream && fscanf(stream, "%15s", word) == 1;

	if (stream)
		fclose(stream);
	return found;
}

static void append_zone(char zone[WHY_ZONE_MAX], const char *name)
{
	size_t len = strlen(zone);

	if (!strstr(zone, name))
		snprintf(zone + len, WHY_ZONE_MAX - len, "%s%s", len ? " " : "", name);
}

/* Of a block that is offline, valid_zones has those that it may get */
static void add_block(char zone[WHY_ZONE_MAX], const struct why_machine *machine, uint64_t number)
{
	char file[48], word[16];

	snprintf(file, sizeof(file), "memory%llu/state", (unsigned long long)number);
	if (!read_block_word(machine, file, word))
		return;
	if (strcmp(word, "online")) {
		append_zone(zone, "offline");
		return;
	}
	snprintf(file, sizeof(file), "memory%llu/valid_zones", (unsigned long long)number);
	if (read_block_word(machine, file, word))
		append_zone(zone, word);
}

void why_zone_read(char zone[WHY_ZONE_MAX], const struct why_machine *machine,
		   uint64_t address, uint64_t size)
{
	uint64_t block = 0, number;
	char word[16];

	zone[0] = '\0';
	if (read_block_word(machine, "block_size_bytes", word))
		block = strtoull(word, NULL, 16);
	/* No kernel has smaller ones, so that the loop is short */
	if (block < 1 << 20)
		return;
	for (number = address / block; number <= (address + size - 1) / block; number++)
		add_block(zone, machine, number);
}
