"""Whether a service did under a restriction what it does without."""

# A machine that is busy makes everything slower, and one side more than the other.
SLOWER, SLOWER_BY = 4, 8
FASTER, FASTER_BY = 3, 3
BUSIER, BUSIER_BY = 4, 5


def difference(without, restricted):
    """The first thing that differs between two lives, in words; empty where nothing does."""
    for index, one in enumerate(without.steps):
        if index >= len(restricted.steps):
            return f"{one.what}: did not come to it"
        other = restricted.steps[index]
        if (one.what, one.said) != (other.what, other.said):
            return f"{other.what}: {shown(other.said)}, not {shown(one.said)}"
        if other.seconds > SLOWER * one.seconds + SLOWER_BY:
            return f"{one.what}: took {other.seconds:.0f} s, not {one.seconds:.0f}"
        if other.seconds * FASTER + FASTER_BY < one.seconds:
            return f"{one.what}: took {other.seconds:.1f} s, not {one.seconds:.1f}"
    if len(restricted.steps) > len(without.steps):
        return f"{restricted.steps[len(without.steps)].what}: without the restriction it did not come to that"
    if restricted.processor > BUSIER * without.processor + BUSIER_BY:
        return f"used {restricted.processor:.0f} s of a processor, not {without.processor:.0f}"
    return ""


def shown(text):
    """A short form on one line."""
    line = " ".join(text.split())
    return repr(line if len(line) <= 90 else f"{line[:60]}...{line[-27:]}")
