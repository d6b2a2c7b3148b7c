/* SPDX-License-Identifier: MIT */
/* One call that the other 32-bit programs do not make: what it is refused under their profile, and nothing else. */
#include <asm/unistd.h>

extern long raw(long number, long a, long b, long c, long d, long e, long f);
void entry(void);

void entry(void)
{
	raw(__NR_rename, (long)"/nonexistent", (long)"/other", 0, 0, 0, 0);
	raw(__NR_exit_group, 0, 0, 0, 0, 0, 0);
}
