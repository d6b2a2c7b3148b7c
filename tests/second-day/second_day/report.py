"""The tables of docs/second-day.md, from the results of a run."""

import statistics

BEGIN, END = "<!-- made by ./build second-day -->", "<!-- until here -->"


def tables(results):
    """Markdown."""
    sides = list(results[0]["sides"])
    parts = []
    for side in sides:
        parts.append(f"### {TITLES[side]}\n")
        parts.append(table(results, side))
    for side in TITLES:
        rows = [result for result in results if side in result["static"]]
        if side in sides or not rows:
            continue
        parts.append(f"### {TITLES[side]}: what the scenarios used without a restriction, and it would refuse\n")
        parts.append(static_table(rows, side))
    if any(result["kin"] for result in results):
        counts = sorted(len(result["kin"]) for result in results)
        largest = max(results, key=lambda result: len(result["kin"]))
        parts.append(f"Names that kin add: median {statistics.median(counts):g}, largest {counts[-1]} ({largest['service']}).\n")
    if any(result["next"] for result in results):
        parts.append("### Debian 13's build under the profile of Debian 12's\n")
        parts.append(next_table(results, sides))
    return "\n".join(parts)


TITLES = {"plain": "The recording alone", "exact": "The recording alone (`--exact`)", "kin": "With kin (the default)", "arguments": "With `--arguments`",
          "rehearsed": "With kin and one `ctrace rehearse`"}


def verdict(outcome):
    if not outcome["difference"]:
        return "refused" if outcome["refused"] else "same"
    return "differs" if outcome["refused"] else "chance"


def table(results, side):
    from .kinds import kinds
    lines = ["| service | scenarios | of them run | same | refused, nothing shows it | differs: nothing new (a) | a new ability (b) | both | by chance | what was refused where it differs |",
             "|---|---|---|---|---|---|---|---|---|---|"]
    total = [0] * 8
    for result in results:
        outcomes = result["sides"].get(side, [])
        counts = {"same": 0, "refused": 0, "a": 0, "b": 0, "ab": 0, "chance": 0}
        names = set()
        for outcome in outcomes:
            found = verdict(outcome)
            if found == "differs":
                names |= {name for name, _ in outcome["refused"]}
                found = kinds((name for name, _ in outcome["refused"]), result["forks"], result.get("unix", False))
            counts[found] += 1
        row = [len(outcomes), sum(outcome["ran"] for outcome in outcomes), *counts.values()]
        total = [one + two for one, two in zip(total, row)]
        lines.append(f"| {result['service']} | " + " | ".join(map(str, row)) + f" | {' '.join(sorted(names))} |")
    lines.append("| all | " + " | ".join(map(str, total)) + " | |\n")
    return "\n".join(lines)


def static_table(results, side):
    from .kinds import kinds
    lines = ["| service | scenarios | nothing | only what reaches nothing new (a) | only new abilities (b) | both | what, and in how many scenarios |", "|---|---|---|---|---|---|---|"]
    total = [0] * 5
    for result in results:
        counts, names = {"": 0, "a": 0, "b": 0, "ab": 0}, {}
        for _, beyond in result["static"].get(side, []):
            counts[kinds(beyond, result["forks"], result.get("unix", False))] += 1
            for name in beyond:
                names[name] = names.get(name, 0) + 1
        row = [sum(counts.values()), *counts.values()]
        total = [one + two for one, two in zip(total, row)]
        shown = " ".join(f"{name} {count}" for name, count in sorted(names.items(), key=lambda item: (-item[1], item[0])))
        lines.append(f"| {result['service']} | " + " | ".join(map(str, row)) + f" | {shown} |")
    lines.append("| all | " + " | ".join(map(str, total)) + " | |\n")
    return "\n".join(lines)


def next_table(results, sides):
    lines = ["| service | " + " | ".join(TITLES[side] for side in sides) + " |", "|---" * (1 + len(sides)) + "|"]
    for result in results:
        cells = []
        for side in sides:
            outcome = result["next"].get(side)
            if outcome is None:
                cells.append("")
                continue
            names = " ".join(sorted({name for name, _ in outcome["refused"]}))
            cells.append({"same": "serves", "refused": f"serves; refused {names}", "differs": f"does not: {names}", "chance": "differs without a refusal"}[verdict(outcome)])
        lines.append(f"| {result['service']} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def replace(document, text):
    """Puts the tables where they belong in the document's text."""
    before, rest = document.split(BEGIN, 1)
    return f"{before}{BEGIN}\n\n{text}\n{END}{rest.split(END, 1)[1]}"
