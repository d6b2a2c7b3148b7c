import time

from second_day import http
from second_day.service import Service

# The servers behind it are in the client's container.
BEHIND = "(cd /srv/www && python3 -m http.server 8006 >/dev/null 2>&1 &) ; until curl -fsS -o /dev/null http://127.0.0.1:8006/; do sleep 0.1; done; "

service = Service(
    name="haproxy",
    packages=["haproxy"],
    start="exec haproxy -W -db -f /srv/haproxy.cfg",
    ready="curl -sS -o /dev/null http://127.0.0.1:8005/status",
    work="for i in 1 2 3; do curl -sS -o /dev/null -w '%{http_code}\\n' http://127.0.0.1:8005/status; done; curl -fsS -o /dev/null http://127.0.0.1:8006/ || "
         + BEHIND + http.work(8005),
    load=BEHIND + http.load(8005, "/status"),
    prepare=http.PREPARE,
    files={"/srv/haproxy.cfg": """global
    user haproxy
    group haproxy
    stats socket /run/haproxy.sock mode 600
    nbthread 2
defaults
    mode http
    timeout connect 2s
    timeout client 10s
    timeout server 10s
frontend web
    bind :8005
    monitor-uri /status
    use_backend none if { path_beg /broken }
    default_backend pages
backend pages
    server one 127.0.0.1:8006 check inter 500
backend none
    server no 127.0.0.1:1
"""},
    port=8005,
    greeting=http.greeting("/status"),
    reload="USR2",
    stops=("USR1", "TERM", "INT"),
    worker="haproxy",
    without=("kill -9 of a worker",),
)
http.scenarios(service, upload="/status", without=("kept connections",))


@service.scenario("a server behind that goes")
def goes(life):
    life.start()
    life.client(http.get(8005, "/broken"), what="broken")
    life.client(BEHIND + "sleep 2; " + http.get(8005) + "; pkill -f '^python3 -m http.server 8006'; sleep 3; " + http.get(8005, "/x"), what="goes")


@service.scenario("reloaded three times")
def reloaded(life):
    life.start()
    for _ in range(3):
        life.signal("USR2")
        time.sleep(2)
    life.client(http.get(8005, "/status"), what="status")
    life.alive()


@service.scenario("the state of connections by HUP")
def hup(life):
    life.start()
    life.signal("HUP")
    time.sleep(2)
    life.client(http.get(8005, "/status"), what="status")
    life.alive()


@service.scenario("connections dumped by QUIT")
def quit_(life):
    life.start()
    life.signal("QUIT")
    time.sleep(2)
    life.alive()
