/* SPDX-License-Identifier: MIT */
/*
 * The way into the kernel and the way into the program, without a C library: every syscall that a program built on
 * this makes is one that it asked for. syscall(2), "Architecture calling conventions".
 *
 *   long raw(long number, long a, long b, long c, long d, long e, long f)
 *   long raw_int80(long number, long a, long b, long c)    x86_64 only: the same kernel through the i386 table
 */
	.text
	.globl	_start, raw

#if defined(__x86_64__)
_start:
	xor	%ebp, %ebp
	and	$-16, %rsp
	call	entry
	ud2
raw:
	mov	%rdi, %rax
	mov	%rsi, %rdi
	mov	%rdx, %rsi
	mov	%rcx, %rdx
	mov	%r8, %r10
	mov	%r9, %r8
	mov	8(%rsp), %r9
	syscall
	ret

	.globl	raw_int80
raw_int80:
	push	%rbx
	mov	%edi, %eax
	mov	%esi, %ebx
	xchg	%ecx, %edx
	int	$0x80
	cltq
	pop	%rbx
	ret

#elif defined(__i386__)
_start:
	xor	%ebp, %ebp
	and	$-16, %esp
	call	entry
	ud2
raw:
	push	%ebx
	push	%esi
	push	%edi
	push	%ebp
	mov	20(%esp), %eax
	mov	24(%esp), %ebx
	mov	28(%esp), %ecx
	mov	32(%esp), %edx
	mov	36(%esp), %esi
	mov	40(%esp), %edi
	mov	44(%esp), %ebp
	int	$0x80
	pop	%ebp
	pop	%edi
	pop	%esi
	pop	%ebx
	ret

#elif defined(__aarch64__)
_start:
	mov	x29, #0
	bl	entry
	brk	#1
raw:
	mov	x8, x0
	mov	x0, x1
	mov	x1, x2
	mov	x2, x3
	mov	x3, x4
	mov	x4, x5
	mov	x5, x6
	svc	#0
	ret

#elif defined(__arm__)
	.syntax	unified
	.arm
_start:
	mov	fp, #0
	bl	entry
	udf	#0
raw:
	mov	ip, sp
	push	{r4, r5, r6, r7}
	mov	r7, r0
	mov	r0, r1
	mov	r1, r2
	mov	r2, r3
	ldm	ip, {r3, r4, r5}
	svc	#0
	pop	{r4, r5, r6, r7}
	bx	lr

#else
#error "no calling convention for this architecture yet: see syscall(2)"
#endif

	.section .note.GNU-stack, "", %progbits
