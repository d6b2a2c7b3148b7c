#!/bin/sh
# Shows capability checks through nothing but a mounted tracefs: the reduced form of 'ctrace captrace', for machines
# where that cannot run. Every check is shown, those that nobody audits included; capabilities are numbers.
#   captrace.sh [-h] [-f] [-r] [-p PID] [-t TRACEFS] [COMMAND [ARGUMENTS]]
#
#   -h          this text
#   -f          with -p or a COMMAND: also the children that are started from now on
#   -r          raw: the kernel's lines as they are
#   -p PID      only this process, until it ends
#   -t TRACEFS  where tracefs is mounted (default: where /proc/mounts says)
#
# A line is TIME TAB THREAD TAB NAME TAB CAPABILITY: seconds since boot, thread id, thread's name (<...>, or an earlier
# one, where the kernel has not noted it), number. The lines of a COMMAND are on standard error, and its exit code is
# passed on. Without -p and COMMAND: the system, until ^C.
# Uses the tracepoint of Linux 6.14 and later, else a kprobe on cap_capable, in a tracing instance of its own.
set -eu

fail() {
    code=$1
    shift
    echo "captrace.sh: $*" >&2
    exit "$code"
}

usage() { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" | sed '$d'; }

follow=0 raw=0 pid='' tracefs=''
while getopts hfrp:t: option; do
    case $option in
        h) usage; exit 0 ;;
        f) follow=1 ;;
        r) raw=1 ;;
        p) pid=$OPTARG ;;
        t) tracefs=$OPTARG ;;
        *) fail 64 "see captrace.sh -h" ;;
    esac
done
shift $((OPTIND - 1))
case $pid in *[!0-9]*) fail 64 "-p takes a process id, not '$pid'" ;; esac
[ -z "$pid" ] || [ $# -eq 0 ] || fail 64 "-p and a command exclude each other"
[ "$follow" -eq 0 ] || [ -n "$pid" ] || [ $# -gt 0 ] || fail 64 "-f goes with -p or a command"
[ -z "$pid" ] || [ -d "/proc/$pid/task" ] || fail 66 "there is no process $pid"
[ "$(id -u)" -eq 0 ] || fail 77 "must be root to use tracefs"
if [ -z "$tracefs" ]; then
    tracefs=$(awk '$3 == "tracefs" { print $2; exit }' /proc/mounts)
    [ -n "$tracefs" ] || fail 69 "no tracefs is mounted (mount -t tracefs none /sys/kernel/tracing)"
fi
[ -d "$tracefs/instances" ] || fail 66 "$tracefs is not a tracefs"
# What is under way is named by it; nothing else has this name while the script runs.
name=captrace_$$
instance=$tracefs/instances/$name
reader='' command='' kprobe='' event=''

# shellcheck disable=SC2317 # the trap calls it
cleanup() {
    trap '' INT TERM HUP
    [ -z "$command" ] || kill "$command" 2>/dev/null || true
    if [ -d "$instance" ]; then
        [ -z "$event" ] || echo 0 >"$event/enable" || true
        if [ -n "$reader" ]; then
            # What is still in the buffer: the reader takes it at once, and what it would miss is in the other file.
            sleep 0.2
            kill "$reader" 2>/dev/null || true
            wait "$reader" 2>/dev/null || true
            cat "$instance/trace" >&3 || true
        fi
        exec 3>&- # the last writer: what shows the lines ends
        wait
        rmdir "$instance" || true
    fi
    [ -z "$kprobe" ] || echo "-:$name/cap_capable" >>"$tracefs/kprobe_events" || true
    rm -rf "${pipes:?}"
}

pipes=$(mktemp -d "${TMPDIR:-/tmp}/captrace.XXXXXX") || fail 73 "cannot make a temporary directory"
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

mkdir "$instance" 2>/dev/null || fail 69 "cannot make a tracing instance in $tracefs/instances"
if [ -d "$instance/events/capability/cap_capable" ]; then
    event=$instance/events/capability/cap_capable
else
    # cap_capable(cred, target_ns, cap, opts): the third argument.
    # shellcheck disable=SC2016 # $arg3 is the kernel's
    echo "p:$name/cap_capable cap_capable"' cap=$arg3:s32' >>"$tracefs/kprobe_events" 2>/dev/null ||
        fail 69 "this kernel has neither the tracepoint capability:cap_capable (Linux 6.14) nor kprobes"
    kprobe=1
    event=$instance/events/$name/cap_capable
fi
echo boot >"$instance/trace_clock"

# Lines of both events end alike: "... cap 21, ret 0" and "... cap=21". A name can hold anything; the last match is the kernel's.
show() {
    if [ "$raw" -eq 1 ]; then
        sed -u '/^#/d'
    else
        sed -u -n -e 's/^ *\(.*\)-\([0-9][0-9]*\)  *\[[0-9]*\] [^ ]* *\([0-9.]*\): cap_capable: .*cap[ =]\([0-9][0-9]*\)\(, ret .*\)\{0,1\}$/\3\t\2\t\1\t\4/p' \
            -e '/\[LOST [0-9]* EVENTS\]/w /dev/stderr'
    fi
}

mkfifo "$pipes/events" "$pipes/go"
if [ $# -gt 0 ]; then
    show <"$pipes/events" >&2 &
else
    show <"$pipes/events" &
fi
shower=$!
exec 3>"$pipes/events"
cat "$instance/trace_pipe" >&3 &
reader=$!
[ ! -e "$instance/set_event_notrace_pid" ] || echo "$$ $shower $reader" >"$instance/set_event_notrace_pid"

if [ $# -gt 0 ]; then
    # Waits for the word, then becomes the command: the same process, watched from before its first instruction.
    (exec 3>&-; trap - INT TERM HUP; read -r _ <"$pipes/go"; exec "$@") &
    command=$!
    pid=$command
fi
if [ -n "$pid" ]; then
    echo "$follow" >"$instance/options/event-fork"
    for task in /proc/"$pid"/task/*; do
        echo "${task##*/}" >>"$instance/set_event_pid" 2>/dev/null || true
    done
fi
echo 1 >"$event/enable"

status=0
if [ -n "$command" ]; then
    echo >"$pipes/go"
    wait "$command" || status=$?
    command=''
elif [ -n "$pid" ]; then
    while [ -d "/proc/$pid" ]; do sleep 0.1; done
else
    wait "$reader" || true
fi
exit "$status"
