/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Copies a call's memory as its plan says (docs/decoding.md). Each function is one of its own to the verifier, which
 * then looks at it once: they find what they work on in the processor's scratch.
 */
#ifndef CTRACE_COPY_H
#define CTRACE_COPY_H

#include "maps.h"
#include "../abi/strace.h"

#define CALL_DATA 16384 /* where no record begins any more */
#define MOST_BYTES 4096 /* of one record */

/* Too large for the stack. Programs on tracepoints are not preempted, and none of these runs in an interrupt. */
struct copying {
	__u64 arguments[8]; /* six are used */
	__u64 result;
	__u32 index;
	__u32 phase;
	__u32 word;   /* bytes a pointer */
	__u32 at;     /* where the next record goes */
	__u32 failed; /* steps that could not read all they wanted, as bits */
	__u32 words;  /* that count_word has seen */
	__u32 urgent; /* the reader is to look at the process before that ends */
	__u32 zero;
	__u64 left;   /* bytes of the result that copy_element may still take */
	struct call_event event;
	char data[CALL_DATA + MOST_BYTES + 64]; /* the event's records; only as much as there is is sent */
};

SCRATCH_MAP(scratch, struct copying);

ARRAY_MAP(plans, 0, COUNTERS, struct call_plan);

static __always_inline struct copying *copying_of(void)
{
	return first_of(&scratch);
}

/* What a record says of itself beside its bytes. */
static __always_inline __u32 tag(__u32 argument, __u32 phase, __u32 kind, bool truncated)
{
	return argument | phase << 8 | kind << 16 | (__u32)truncated << 24;
}

static __always_inline void close_record(struct copying *copying, __u32 at, __u64 address, __u32 size, __u32 tag)
{
	struct call_record *record = (void *)&copying->data[at];
	record->argument = tag;
	record->phase = tag >> 8;
	record->kind = tag >> 16;
	record->truncated = tag >> 24;
	record->size = size;
	record->address = address;
	copying->at = at + sizeof(*record) + ((size + 7) & ~7u);
}

/* 0, or 1 when the memory cannot be read. What has no room is left out, and its address shown. */
__attribute__((noinline)) int copy_bytes(__u64 address, __u32 size, __u32 tag)
{
	struct copying *copying = copying_of();
	if (!copying || !address || !size)
		return 0;
	if (size > MOST_BYTES)
		size = MOST_BYTES;
	__u32 at = copying->at;
	if (at >= CALL_DATA)
		return 0;
	KEEP_BELOW(at, CALL_DATA);
	if (bpf_probe_read_user(&copying->data[at + sizeof(struct call_record)], size, (void *)address))
		return 1;
	close_record(copying, at, address, size, tag);
	return 0;
}

__attribute__((noinline)) int copy_string(__u64 address, __u32 limit, __u32 tag)
{
	struct copying *copying = copying_of();
	if (!copying || !address || !limit)
		return 0;
	if (limit > MOST_BYTES)
		limit = MOST_BYTES;
	__u32 at = copying->at;
	if (at >= CALL_DATA)
		return 0;
	KEEP_BELOW(at, CALL_DATA);
	char *text = &copying->data[at + sizeof(struct call_record)];
	long size = bpf_probe_read_user_str(text, limit, (void *)address);
	if (size <= 0)
		return 1;
	size--; /* the NUL, which is put there also where it is cut */
	/* Cut, if the program's own byte there is none. */
	char last = 0;
	bool cut = size == limit - 1 && !bpf_probe_read_user(&last, 1, (void *)address + size) && last;
	if (cut && !bpf_probe_read_user(text, limit, (void *)address))
		size = limit;
	close_record(copying, at, address, size & 8191, tag | (__u32)cut << 24);
	return 0;
}

/* A pointer or a long of the program, or 0. */
static __always_inline __u64 word_at(__u64 address, __u32 size)
{
	__u64 word = 0;
	bpf_probe_read_user(&word, size == 4 ? 4 : 8, (void *)address);
	return word;
}

#define ELEMENTS 4

#define ELEMENT_FAILED 1
#define ELEMENT_SHOWN 2

/* What one struct iovec points to. */
__attribute__((noinline)) int copy_element(__u64 address, __u32 size, __u32 tags)
{
	struct copying *copying = copying_of();
	if (!copying)
		return 0;
	__u32 word = copying->word;
	__u64 base = word_at(address, word), length = word_at(address + word, word);
	if (length > copying->left)
		length = copying->left;
	if (!length)
		return 0;
	copying->left -= length;
	int failed = copy_bytes(base, length > size ? size : length, (tags & 0xffff) | CAPTURE_BUFFER << 16 | (__u32)(length > size) << 24);
	return ELEMENT_SHOWN | (failed ? ELEMENT_FAILED : 0);
}

/*
 * struct iovec[count]: two words each; then what the first of them point to. A loop's body is a function: the verifier, which knows
 * each value of a loop's variable, looks at what stands in the loop itself as often as it runs.
 */
__attribute__((noinline)) int copy_vector(__u64 address, __u64 count, __u32 limit, __u32 size, __u32 tags)
{
	struct copying *copying = copying_of();
	if (!copying || !address || !count)
		return 0;
	__u32 word = copying->word;
	__u64 wanted = count > 1024 ? 16384 : count * 2 * word; /* UIO_MAXIOV */
	int failed = copy_bytes(address, wanted > limit ? limit : wanted, tags | (__u32)(wanted > limit) << 24);
	copying->left = tags >> 8 & 1 ? copying->result : ~0ull;
	for (__u32 i = 0, shown = 0; i < 16 && shown < ELEMENTS && i < count; i++) {
		int copied = copy_element(address + i * 2 * word, size, tags);
		failed |= copied & ELEMENT_FAILED;
		shown += (copied & ELEMENT_SHOWN) >> 1;
	}
	return failed;
}

/* What a struct msghdr leads to: name, namelen, iov, iovlen, control, controllen, flags (include/linux/socket.h, user_msghdr). */
__attribute__((noinline)) int copy_message_parts(__u64 address, __u32 limit, __u32 size, __u32 tags)
{
	struct copying *copying = copying_of();
	if (!copying || !address)
		return 0;
	__u32 word = copying->word, plain = (tags & 0xffff) | CAPTURE_BUFFER << 16;
	__u64 name = word_at(address, word), length = word_at(address + word, 4);
	if (length)
		copy_bytes(name, length > 128 ? 128 : length, plain | (__u32)(length > 128) << 24);
	copy_vector(word_at(address + 2 * word, word), word_at(address + 3 * word, word), 64, size, (tags & 0xffff) | CAPTURE_VECTOR << 16);
	length = word_at(address + 5 * word, word);
	if (length)
		copy_bytes(word_at(address + 4 * word, word), length > limit ? limit : length, plain | (__u32)(length > limit) << 24);
	return 0;
}

#define STRINGS 8
#define POINTERS 512

/* The next of copy_words: 1 when another may follow, -1 at the zero one, 0 when it has no room or cannot be read. */
__attribute__((noinline)) int count_word(__u64 address, __u32 limit)
{
	struct copying *copying = copying_of();
	if (!copying)
		return 0;
	__u32 word = copying->word;
	__u64 at = copying->words, pointer = 0;
	if ((at + 1) * word > limit || bpf_probe_read_user(&pointer, word == 4 ? 4 : 8, (void *)(address + at * word)))
		return 0;
	copying->words += !!pointer;
	return pointer ? 1 : -1;
}

/* Words up to a zero one; for argv also the first strings. */
__attribute__((noinline)) int copy_words(__u64 address, __u32 limit, __u32 size, __u32 tags)
{
	struct copying *copying = copying_of();
	if (!copying || !address)
		return 0;
	__u32 word = copying->word;
	copying->words = 0;
	int next = 1;
	for (int i = 0; i < POINTERS && next == 1; i++)
		next = count_word(address, limit);
	bool ended = next == -1;
	__u32 count = copying->words;
	/* Of nothing but the zero word there is a copy all the same, of no bytes: an address would not tell that. */
	__u32 at = copying->at;
	if (!count) {
		if (!ended || at >= CALL_DATA)
			return !ended;
		KEEP_BELOW(at, CALL_DATA);
		close_record(copying, at, address, 0, tags);
		return 0;
	}
	bool more = (count + 1) * word > limit && word_at(address + count * word, word);
	int failed = copy_bytes(address, count * word, tags | (__u32)more << 24);
	if (!size)
		return failed;
	for (__u32 i = 0; i < STRINGS && i < count; i++)
		copy_string(word_at(address + i * word, word), size, (tags & 0xffff) | CAPTURE_STRING << 16);
	return failed;
}

static __always_inline int copy_sized(__u64 address, __u64 size, __u32 limit, __u32 tags)
{
	return copy_bytes(address, size > limit ? limit : size, tags | (__u32)(size > limit) << 24);
}

__attribute__((noinline)) int copy_step(__u32 number, __u32 phase)
{
	struct copying *copying = copying_of();
	if (!copying)
		return 0;
	__u32 index = copying->index;
	struct call_plan *plan = bpf_map_lookup_elem(&plans, &index);
	if (!plan || number >= STEPS)
		return 0;
	struct capture_step *step = &plan->steps[number];
	__u64 address = copying->arguments[step->argument & 7];
	__u64 other = copying->arguments[step->other & 7];
	__u64 result = copying->result;
	__u32 limit = step->limit, size = step->size, kind = step->kind;
	__u32 tags = tag(step->argument, phase, kind, false);
	if (copying->word == 4)
		address = (__u32)address;
	switch (kind) {
	case CAPTURE_STRING:
		return copy_string(address, limit, tags);
	case CAPTURE_FIXED:
		return copy_bytes(address, size, tags);
	case CAPTURE_BUFFER:
		return copy_sized(address, other, limit, tags);
	case CAPTURE_RESULT:
		return copy_sized(address, result, limit, tags);
	case CAPTURE_ARRAY:
		return copy_sized(address, (__u64)(__u32)other * size, limit, tags);
	case CAPTURE_RESULT_ARRAY:
		return copy_sized(address, result * size, limit, tags);
	case CAPTURE_POINTED:
		return copy_sized(address, word_at(other, 4), limit, tags);
	case CAPTURE_VECTOR:
		return copy_vector(address, other, limit, size, tags);
	case CAPTURE_MESSAGE:
		return copy_bytes(address, 7 * copying->word, tags) || copy_message_parts(address, limit, size, tags);
	case CAPTURE_STRINGS:
		return copy_words(address, limit, size, tags);
	case CAPTURE_POINTERS:
		return copy_words(address, limit, 0, tags);
	case CAPTURE_MESSAGES:
		other = phase == PHASE_EXIT ? result : (__u32)other;
		if (!other || copy_bytes(address, (other > 1 ? 2 : 1) * 8 * copying->word, tags | (__u32)(other > 2) << 24))
			return !!other;
		/* Each has its own result: msg_len, behind the message. */
		copying->result = word_at(address + 7 * copying->word, 4);
		copy_message_parts(address, limit, size, tags);
		if (other > 1) {
			address += 8 * copying->word;
			copying->result = word_at(address + 7 * copying->word, 4);
			copy_message_parts(address, limit, size, tags);
		}
		copying->result = result;
		return 0;
	}
	return 0;
}

#endif
