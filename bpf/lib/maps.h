/* SPDX-License-Identifier: GPL-2.0 */
/* Maps as libbpf makes them of an object's BTF. The program gives most of them their sizes before it loads the object. */
#ifndef CTRACE_MAPS_H
#define CTRACE_MAPS_H

#include "kernel.h"

#define ARRAY_MAP(name, flags, entries, kept)     \
	struct {                                  \
		__uint(type, BPF_MAP_TYPE_ARRAY); \
		__uint(map_flags, flags);         \
		__uint(max_entries, entries);     \
		__type(key, __u32);               \
		__type(value, kept);              \
	} name SEC(".maps")

#define HASH_MAP(name, flags, entries, by, kept) \
	struct {                                 \
		__uint(type, BPF_MAP_TYPE_HASH); \
		__uint(map_flags, flags);        \
		__uint(max_entries, entries);    \
		__type(key, by);                 \
		__type(value, kept);             \
	} name SEC(".maps")

/* What is too large for the stack: one a processor. */
#define SCRATCH_MAP(name, kept)                          \
	struct {                                         \
		__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY); \
		__uint(max_entries, 1);                  \
		__type(key, __u32);                      \
		__type(value, kept);                     \
	} name SEC(".maps")

/* Of a scratch, or an array of one. */
static __always_inline void *first_of(void *map)
{
	__u32 zero = 0;
	return bpf_map_lookup_elem(map, &zero);
}

#endif
