/* SPDX-License-Identifier: MIT */
/* hold OBJECT: loads and attaches all programs of a BPF object, says "attached", and keeps them until it is ended. */
#include <bpf/libbpf.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct bpf_object *object = argc == 2 ? bpf_object__open(argv[1]) : NULL;
	struct bpf_program *program;

	if (!object || bpf_object__load(object))
		return 69;
	bpf_object__for_each_program(program, object)
		if (!bpf_program__attach(program))
			return 69;
	puts("attached");
	fflush(stdout);
	pause();
	return 0;
}
