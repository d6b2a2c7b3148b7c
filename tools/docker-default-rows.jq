# From Docker's default seccomp profile (moby/profiles, seccomp/default.json) to the rows of tables/docker-default.csv.
# What concerns neither x86_64 nor aarch64 is left out.

def ours: ["amd64", "x86", "x32", "arm64", "arm"];
def kept($names): [$names // [] | .[] | select(IN(ours[]))];

# Long rows are split, so that a difference can be read; rows that differ in names alone are one rule.
def chunks: sort as $all | range(0; $all | length; 40) as $at | $all[$at:$at + 40] | join(" ");

def scope: [(.caps // [] | .[] | "cap:" + .), (kept(.arches)[] | "arch:" + .), (.minKernel // empty | "kernel:" + .)] | join(" ");

def condition: [(.index | tostring), (.op | ltrimstr("SCMP_CMP_")), (.value | tostring), ((.valueTwo // 0) | tostring)] | join(" ");

def action: {"SCMP_ACT_ALLOW": "allow", "SCMP_ACT_ERRNO": "errno \(.errnoRet // 1)"}[.action] // error("no rule has had this action so far: \(.action)");

if .defaultAction != "SCMP_ACT_ERRNO" or (.defaultErrnoRet // 1) != 1 then error("the default is not EPERM any more") else empty end,
(.archMap[] | select(.architecture | IN("SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64"))
    | ["architectures", "", "", "", ([.architecture] + (.subArchitectures // []) | join(" "))]),
(.syscalls[]
    | select((.includes.arches // []) == [] or kept(.includes.arches) != [])
    | [action, (.includes // {} | scope), (.excludes // {} | scope), (.args // [] | map(condition) | join(";"))] as $row
    | .names | chunks | $row + [.])
| join(",")
