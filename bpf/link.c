// SPDX-License-Identifier: GPL-2.0
/*
 * link INPUT OUTPUT: what the kernel and libbpf read of a compiled object, without what only a debugger does, and each type once. libbpf's own
 * linker leaves the rest out (tools/lib/bpf/linker.c, is_ignored_sec_hdr).
 */
#include <bpf/libbpf.h>

int main(int argc, char **argv)
{
	struct bpf_linker *linker = argc == 3 ? bpf_linker__new(argv[2], NULL) : NULL;
	int failed = !linker || bpf_linker__add_file(linker, argv[1], NULL) || bpf_linker__finalize(linker);

	bpf_linker__free(linker);
	return failed;
}
