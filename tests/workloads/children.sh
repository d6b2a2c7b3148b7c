#!/bin/sh
# Many short children, several at a time, in pipelines and in the background: each is a task that a tracer must not miss.
# Absolute paths, so that busybox executes a program each time and runs none of them in the shell itself.
set -e
# A shell that waits for a child that is still running sleeps in rt_sigsuspend; whether the quick ones below are still
# running is a matter of luck, this one always is.
/bin/sleep 0.5 &
wait
round=0
while [ $round -lt 40 ]; do
    /bin/echo $round | /bin/cat | /bin/grep -q . &
    /bin/mkdir -p /tmp/children/$round
    /bin/touch /tmp/children/$round/file
    /bin/ln -s file /tmp/children/$round/link
    wait
    round=$((round + 1))
done
[ "$(/bin/ls /tmp/children | /bin/wc -l)" -eq 40 ]
/bin/rm -r /tmp/children
echo works
