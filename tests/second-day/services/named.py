import time

from second_day.service import Service

DIG = "dig +tries=1 +time=3 -p 5300 @127.0.0.1"

service = Service(
    name="named",
    packages=["bind9", "bind9-dnsutils"],
    start="mkdir -p /run/named; chown -R bind /run/named /var/cache/bind; exec named -f -u bind -c /srv/named.conf",
    ready=f"{DIG} +short a.test | grep -q 192.0.2.1",
    work=f"for i in 1 2 3 4 5; do {DIG} +short a.test; done; {DIG} +short +tcp txt.test TXT; {DIG} nowhere.test | grep -o NXDOMAIN; {DIG} +short -x 127.0.0.1",
    load=f"for i in $(seq 150); do {DIG} +short a.test; done | sort | uniq -c",
    volumes=["/var/cache/bind", "/var/log/named"],
    prepare="mkdir -p /var/log/named /var/cache/bind && chown bind /var/log/named /var/cache/bind && cp /srv/test.zone /srv/log.zone /var/cache/bind/ && chown -R bind /var/cache/bind",
    files={"/srv/named.conf": """options {
    directory "/var/cache/bind";
    listen-on port 5300 { 127.0.0.1; };
    listen-on-v6 { none; };
    pid-file "/run/named/named.pid";
    session-keyfile "/run/named/session.key";
    recursion yes;
    forwarders { 127.0.0.1 port 5301; };
    forward only;
    dnssec-validation no;
};
logging { channel file { file "/var/log/named/q.log" versions 3 size 50k; severity info; }; category queries { file; }; category default { file; }; };
controls { };
zone "test" { type primary; file "/var/cache/bind/test.zone"; allow-update { 127.0.0.1; }; allow-transfer { any; }; };
""",
           "/srv/test.zone": "$TTL 60\n@ IN SOA ns.test. root.test. 1 60 60 60 60\n@ IN NS ns.test.\nns IN A 192.0.2.53\na IN A 192.0.2.1\ntxt IN TXT \"text\"\n",
           "/srv/log.zone": ""},
    port=5300,
    greeting="\x00\x10" + "x" * 16,
    reload="HUP",
)


def client(name, script):
    @service.scenario(name)
    def run(life):
        life.start()
        life.client(script, what=name)
        life.work()
        life.alive()


client("an update of the zone", "printf 'server 127.0.0.1 5300\\nzone test\\nupdate add new.test 60 A 192.0.2.9\\nsend\\n' | nsupdate; " + f"{DIG} +short new.test")
client("a transfer of the zone", f"{DIG} test AXFR | grep -c SOA")
client("a forwarder that does not answer", f"{DIG} +time=8 example.com | grep -oE 'SERVFAIL|NOERROR' ; {DIG} +short a.test")
client("nonsense by UDP", "python3 -c \"import socket,os\ns=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)\nfor n in range(50): s.sendto(os.urandom(n*20+1),('127.0.0.1',5300))\nprint('sent')\"")
client("large answers", "(printf 'server 127.0.0.1 5300\\nzone test\\n'; for i in $(seq 80); do echo \"update add big.test 60 TXT $(head -c 180 /dev/zero | tr '\\0' x)$i\"; done; echo send) | nsupdate; "
       + f"{DIG} +short +bufsize=512 big.test TXT | wc -l; {DIG} +short +tcp big.test TXT | wc -l")
client("a log that is full", f"for i in $(seq 400); do echo \"a$i.test A\"; done >/tmp/q; {DIG} +short -f /tmp/q >/dev/null; {DIG} +short -f /tmp/q > /dev/null; {DIG} +short a.test")


@service.scenario("updated, stopped and started")
def updated(life):
    life.start()
    life.client("printf 'server 127.0.0.1 5300\\nzone test\\nupdate add new.test 60 A 192.0.2.9\\nsend\\n' | nsupdate", what="update")
    life.stop("TERM")
    life.files("/var/cache/bind")
    life.start()
    life.client(f"{DIG} +short new.test", what="new")


@service.scenario("updated, killed and started")
def killed(life):
    life.start()
    life.client("printf 'server 127.0.0.1 5300\\nzone test\\nupdate add new.test 60 A 192.0.2.9\\nsend\\n' | nsupdate", what="update")
    life.kill()
    life.start()
    life.client(f"{DIG} +short new.test", what="new")


@service.scenario("the zone's file changed, then HUP")
def changed(life):
    life.start()
    life.write("/var/cache/bind/test.zone", service.files["/srv/test.zone"].replace(" 1 60", " 2 60") + "other IN A 192.0.2.7\n")
    life.signal("HUP")
    time.sleep(3)
    life.client(f"{DIG} +short other.test", what="other")


@service.scenario("its log is gone")
def log(life):
    life.start()
    life.rename("/var/log/named/q.log", "/var/log/named/q.old")
    life.signal("HUP")
    time.sleep(3)
    life.work()
    life.files("/var/log/named")
