import time

from second_day.service import Service

DIG = "dig +tries=1 +time=3 -p 5310 @127.0.0.1"

service = Service(
    name="dnsmasq",
    packages=["dnsmasq-base"],
    start="exec dnsmasq -k -p 5310 -u nobody -R -S 127.0.0.1#5301 --address=/a.test/192.0.2.1 --txt-record=txt.test,text -H /hosts/hosts --log-queries --log-facility=/hosts/d.log --log-async -x /run/d.pid --local=/test/",
    ready=f"{DIG} +short a.test | grep -q 192.0.2.1",
    work=f"for i in 1 2 3 4 5; do {DIG} +short a.test; done; {DIG} +short txt.test TXT; {DIG} nowhere.test | grep -o NXDOMAIN; {DIG} +short b.test",
    load=f"for i in $(seq 150); do {DIG} +short a.test; done | sort | uniq -c",
    volumes=["/hosts"],
    files={"/hosts/hosts": "192.0.2.2 b.test\n"},
    prepare="chown nobody /hosts",
    port=5310,
    greeting="\x00\x10" + "x" * 16,
    reload="HUP",
    rotate=("/hosts/d.log", "USR2"),
)


def client(name, script):
    @service.scenario(name)
    def run(life):
        life.start()
        life.client(script, what=name)
        life.work()
        life.alive()


client("by TCP", f"for i in 1 2 3 4 5; do {DIG} +short +tcp a.test; done")
client("a server behind that does not answer", f"{DIG} +time=6 example.com | grep -oE 'SERVFAIL|REFUSED|timed out|NOERROR'; {DIG} +short a.test")
client("nonsense by UDP", "python3 -c \"import socket,os\ns=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)\nfor n in range(50): s.sendto(os.urandom(n*20+1),('127.0.0.1',5310))\nprint('sent')\"")
client("twenty by TCP at once", f"for i in $(seq 20); do {DIG} +short +tcp a.test & done | sort | uniq -c; wait")


@service.scenario("statistics by USR1")
def statistics(life):
    life.start()
    life.work()
    life.signal("USR1")
    time.sleep(2)
    life.work()


@service.scenario("hosts changed, then HUP")
def changed(life):
    life.start()
    life.write("/hosts/hosts", "192.0.2.3 b.test c.test\n")
    life.signal("HUP")
    time.sleep(2)
    life.client(f"{DIG} +short c.test", what="changed")


@service.scenario("hosts that are gone")
def gone(life):
    life.start()
    life.rename("/hosts/hosts", "/hosts/other")
    life.signal("HUP")
    time.sleep(2)
    life.client(f"{DIG} +short a.test", what="gone")
    life.alive()
