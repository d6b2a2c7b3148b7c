"""What the suite reads of tracefiles and profiles (docs/format.md)."""

import json
import os


# Behind the name of a clone that made a thread: another thing than a process.
THREAD = "(thread)"


def _is_thread(given):
    """Whether the flags of a clone are those of a thread (CLONE_THREAD of sched.h)."""
    flags = given.split(",")[0]
    return flags.startswith("0x") and int(flags, 16) & 0x10000 != 0


def forks(path):
    """Whether processes were made."""
    made = arguments(path).get("clone", set())
    return bool(syscalls(path) & {"fork", "vfork"}) or any(not _is_thread(one) for one in made)


def unix(path):
    """Whether unix sockets may have been made: of a socket whose arguments are not known, nobody knows."""
    made = arguments(path).get("socket", set())
    families = {one.split(",")[0] for one in made}
    return "socketpair" in syscalls(path) or "socket" in syscalls(path) and (not made or "any" in families or "0x1" in families)


def sections(path):
    """A tracefile's sections: heading -> lines. Empty where there is no file."""
    found, heading = {}, None
    if not os.path.exists(path):
        return found
    with open(path, errors="replace") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line and all(c.isupper() or c == "-" for c in line):
                heading = found.setdefault(line, [])
            elif line and heading is not None:
                heading.append(line)
    return found


def syscalls(path):
    """The names of calls."""
    return {line.split()[-1] for line in sections(path).get("SYSCALLS", [])}


def needs(path):
    """The names of calls and capabilities (CAP_X) that were used."""
    used = {line.split()[-1] for line in sections(path).get("CAPABILITIES", [])}
    threads = {name for name, given in arguments(path).items() if name == "clone" and all(_is_thread(one) for one in given)}
    return {f"{name}{THREAD}" if name in threads else name for name in syscalls(path)} | {f"CAP_{name.upper()}" for name in used if not name.startswith("capability_")}


def refusals(path):
    """What was refused: {(name, program)}; capabilities as CAP_X. Without what a filter answers so that a library takes an older call."""
    found = set()
    traced = sections(path)
    for line in traced.get("SYSCALL-REFUSALS", []):
        words = line.split(" ", 6)
        if len(words) == 7 and words[2] != "ENOSYS":
            thread = words[1] == "clone" and _is_thread(words[3])
            found.add((f"{words[1]}{THREAD}" if thread else words[1], words[6]))
    for line in traced.get("CAPABILITY-REFUSALS", []):
        words = line.split(" ", 4)
        if len(words) == 5:
            found.add((f"CAP_{words[0].upper()}", words[4]))
    return found


def arguments(path):
    """What calls were given whose arguments are recorded: {name: {combination}}."""
    found = {}
    for line in sections(path).get("ARGUMENTS", []):
        words = line.split()
        if len(words) >= 3:
            found.setdefault(words[1], set()).add(words[2])
    return found


def allowed(profile, whatever=False):
    """The names that a seccomp profile allows, with conditions or without; whatever: those that it allows without only."""
    with open(profile) as file:
        rules = json.load(file)["syscalls"]
    return {name for rule in rules if rule["action"] == "SCMP_ACT_ALLOW" and not (whatever and rule.get("args")) for name in rule["names"]}
