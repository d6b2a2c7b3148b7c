import time

from second_day import http
from second_day.service import Service

BEHIND = "(cd /srv/www && python3 -m http.server 8011 >/dev/null 2>&1 &) ; until curl -fsS -o /dev/null http://127.0.0.1:8011/; do sleep 0.1; done; "


def through(path, more=""):
    return f"curl -sS {more} -x http://127.0.0.1:3128 -o /dev/null -w '%{{http_code}} %{{size_download}}\\n' http://127.0.0.1:8011{path}"


service = Service(
    name="squid",
    packages=["squid"],
    start="mkdir -p /cache; chown -R proxy /cache; squid -N -f /srv/squid.conf -z 2>/dev/null; exec squid -N -f /srv/squid.conf",
    ready="curl -sS -o /dev/null http://127.0.0.1:3128/",
    work=BEHIND + "; ".join([through("/")] * 3) + "; ab -q -n 100 -c 8 -X 127.0.0.1:3128 http://127.0.0.1:8011/ | grep -E '^(Complete|Failed)'",
    load=BEHIND + "ab -q -n 2000 -c 20 -X 127.0.0.1:3128 http://127.0.0.1:8011/ | grep -E '^(Complete|Failed)'",
    volumes=["/cache", "/var/log/squid"],
    prepare=http.PREPARE,
    files={"/srv/squid.conf": """http_port 3128
acl self dst 127.0.0.0/8
http_access allow self
cache_dir ufs /cache 50 16 16
cache_mem 8 MB
maximum_object_size 20 MB
access_log stdio:/var/log/squid/access.log
cache_log /var/log/squid/cache.log
pid_filename /run/squid.pid
shutdown_lifetime 1 seconds
cache_effective_user proxy
visible_hostname test
"""},
    port=3128,
    greeting="GET http://127.0.0.1:8011/ HTTP/1.1\r\nHost: 127.0.0.1:8011\r\n\r\n",
    reload="HUP",
    rotate=("/var/log/squid/access.log", "USR1"),
    patience=60,
)


def client(name, script):
    @service.scenario(name)
    def run(life):
        life.start()
        life.client(BEHIND + script, what=name)
        life.work()


client("a body of 12 MB down, twice", "; ".join([through("/large")] * 2))
client("a body up", through("/", "-H Expect: --data-binary @/srv/www/large"))
client("what is not there", through("/missing") + "; curl -sS -x http://127.0.0.1:3128 -o /dev/null -w '%{http_code}\\n' http://127.0.0.1:1/")
client("a tunnel", "curl -sS -p -x http://127.0.0.1:3128 -o /dev/null -w '%{http_code}\\n' http://127.0.0.1:8011/ 2>&1")
client("forbidden", "curl -sS -m 20 -x http://127.0.0.1:3128 -o /dev/null -w '%{http_code}\\n' http://192.0.2.1/")
client("a name that is not known", "curl -sS -m 60 -x http://127.0.0.1:3128 -o /dev/null -w '%{http_code}\\n' http://nowhere.invalid/ | grep -c 503")


@service.scenario("stored, stopped, served again")
def stored(life):
    life.start()
    life.client(BEHIND + through("/large"), what="store")
    life.stop("TERM")
    life.start()
    life.client(BEHIND + through("/large"), what="serve")
    time.sleep(1)
    life.stop("TERM")
