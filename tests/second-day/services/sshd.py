from second_day.service import Service

SSH = "ssh -q -p 2200 -i /srv/ssh/key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o ConnectTimeout=10"
SCP = SSH.replace("ssh -q -p", "scp -q -P")

service = Service(
    name="sshd",
    packages=["openssh-server", "openssh-client"],
    start="mkdir -p /run/sshd; [ -e /etc/ssh/keys/host ] || ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/keys/host; exec /usr/sbin/sshd -D -e -p 2200 -h /etc/ssh/keys/host -o UsePAM=no -o PidFile=/run/s.pid",
    ready="nc -w 2 127.0.0.1 2200 </dev/null | grep -q SSH",
    work=f"cp /srv/ssh/key /tmp/key; chmod 600 /tmp/key; for i in 1 2; do {SSH.replace('/srv/ssh/key', '/tmp/key')} user2@127.0.0.1 'echo works; id -un'; done",
    load=f"for i in $(seq 20); do {SSH.replace('/srv/ssh/key', '/tmp/key')} user2@127.0.0.1 echo works; done | sort | uniq -c",
    volumes=["/etc/ssh/keys"],
    prepare="mkdir -p /srv/ssh /etc/ssh/keys; id user2 >/dev/null 2>&1 || useradd -m -s /bin/bash -p x user2; [ -e /srv/ssh/key ] || ssh-keygen -q -t ed25519 -N '' -f /srv/ssh/key\n"
            "mkdir -p /home/user2/.ssh; cp /srv/ssh/key.pub /home/user2/.ssh/authorized_keys; chown -R user2 /home/user2; chmod 700 /home/user2/.ssh; rm -f /etc/ssh/ssh_host_*",
    port=2200,
    greeting="SSH-2.0-x\r\n",
    reload="HUP",
    patience=40,
)
SSH, SCP = (text.replace("/srv/ssh/key", "/tmp/key") for text in (SSH, SCP))
KEY = "cp /srv/ssh/key /tmp/key; chmod 600 /tmp/key; "


def client(name, script):
    @service.scenario(name)
    def run(life):
        life.start()
        life.client(KEY + script, what=name)
        life.work()
        life.alive()


client("a file of 10 MB up and down", f"head -c 10000000 /dev/zero >/tmp/f; {SCP} /tmp/f user2@127.0.0.1:f; {SCP} user2@127.0.0.1:f /tmp/g; wc -c </tmp/g; rm -f /tmp/f /tmp/g")
client("the older copy protocol", f"head -c 100000 /dev/zero >/tmp/f; {SCP} -O /tmp/f user2@127.0.0.1:f; {SSH} user2@127.0.0.1 'wc -c <f'; rm -f /tmp/f")
client("a terminal", f"{SSH} -tt user2@127.0.0.1 'test -t 0 && echo terminal; stty size >/dev/null && echo sized' </dev/null | tr -d '\\r'")
client("a forwarded port", f"{SSH} -f -N -L 2201:127.0.0.1:2200 user2@127.0.0.1; nc -w 3 127.0.0.1 2201 </dev/null | cut -c 1-7; pkill -f 'L 2201' ; true")
client("a wrong key", f"rm -f /tmp/w; ssh-keygen -q -t ed25519 -N '' -f /tmp/w; {SSH.replace('/tmp/key', '/tmp/w')} -o BatchMode=yes user2@127.0.0.1 true; echo $?")
client("nobody's name", f"{SSH} -o BatchMode=yes nobody-here@127.0.0.1 true; echo $?")
client("a command that fails, one that is killed", f"{SSH} user2@127.0.0.1 'exit 3'; echo $?; {SSH} user2@127.0.0.1 'kill -9 $$'; echo $?")
client("a client that goes away at work", f"timeout 2 {SSH} user2@127.0.0.1 'sleep 30'; echo $?")
client("sftp's own commands", f"printf 'mkdir d\\nput /etc/hostname d/h\\nrename d/h d/i\\nchmod 600 d/i\\nls -l d\\nrm d/i\\nrmdir d\\nln -s a b\\nrm b\\n' | sftp -q -b - -P 2200 -i /tmp/key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null user2@127.0.0.1 2>&1 | grep -vc '^sftp>'")
client("sleep in a session", f"{SSH} user2@127.0.0.1 'sleep 3; echo slept'")
