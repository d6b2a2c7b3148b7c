/* SPDX-License-Identifier: MIT */
/*
 * Delivers a letter as some mail programs do: a child of vfork checks the mailbox, then the letter is renamed into it; where that
 * fails though the child went well, it is tried again at once. Without "deliver" it only writes the letter and has a child look at it.
 * Says how often it tried; gives up after twenty thousand times, which no error that is told properly ever leads to.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int count, char **words)
{
	int letter = open("/tmp/letter", O_WRONLY | O_CREAT | O_TRUNC, 0600), status, tried = 0;
	int deliver = count > 1 && strcmp(words[1], "deliver") == 0;
	pid_t child;

	if (letter < 0 || write(letter, "hello\n", 6) != 6)
		return 1;
	do {
		child = deliver ? vfork() : fork();
		if (child == 0)
			_exit(0);
		if (child < 0) {
			printf("no child: %s\n", strerror(errno));
			return 1;
		}
		if (waitpid(child, &status, 0) != child || status != 0)
			return 1;
		tried++;
	} while (deliver && rename("/tmp/letter", "/tmp/mailbox") != 0 && tried < 20000);
	printf("tried %s\n", tried == 1 ? "once" : tried < 20000 ? "often" : "for ever");
	return tried != 1;
}
