"""What web servers have in common: the work, and scenarios of large bodies, error paths and slow clients."""

import time

# A page, and a body of 12 MB, in the image.
PREPARE = """mkdir -p /srv/www/list
echo works >/srv/www/index.html
echo one >/srv/www/list/one
[ -e /srv/www/large ] || head -c 12000000 /dev/urandom >/srv/www/large
chmod -R a+rX /srv/www"""

SLOW = """python3 - <<'P'
import socket, time
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
s.connect(('127.0.0.1', {port}))
s.sendall(b'GET {large} HTTP/1.0\\r\\nHost: x\\r\\n\\r\\n')
got, end = 0, time.monotonic() + 4
while True:
    part = s.recv(65536)
    got += len(part)
    if not part:
        break
    if time.monotonic() < end:
        time.sleep(0.05)
print('all' if got > 12000000 else got)
P"""


def get(port, path="/"):
    return f"curl -sS -o /dev/null -w '%{{http_code}} %{{size_download}}\\n' http://127.0.0.1:{port}{path}"


def ready(port, path="/"):
    return f"curl -fsS -o /dev/null http://127.0.0.1:{port}{path}"


def work(port, path="/"):
    """Three pages, and 200 requests of eight clients."""
    return f"for i in 1 2 3; do {get(port, path)}; done; ab -q -n 200 -c 8 http://127.0.0.1:{port}{path} | grep -E '^(Complete|Failed|Non-2xx)'"


def load(port, path="/"):
    return f"ab -q -n 4000 -c 20 http://127.0.0.1:{port}{path} | grep -E '^(Complete|Failed|Non-2xx)'"


def greeting(path="/"):
    return f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n"


def scenarios(service, large="/large", missing="/missing", upload="/", without=()):
    """Adds them."""
    port = service.port

    def client(name, script):
        if name in without:
            return

        def run(life):
            life.start()
            life.client(script, what=name)
            life.work()
            life.alive()

        service.own.append((name, run))

    if large:
        client("a body of 12 MB down", f"curl -sS http://127.0.0.1:{port}{large} | wc -c; curl -sS http://127.0.0.1:{port}{large} | wc -c")
        client("part of a large body", f"curl -sS -r 5000000-5999999 http://127.0.0.1:{port}{large} | wc -c; curl -sS -I http://127.0.0.1:{port}{large} | head -n 1")
        client("a slow reader of a large body", SLOW.format(port=port, large=large))

        def aborted(life):
            life.start()
            life.client(f"for i in 1 2 3 4 5; do curl -sS --limit-rate 1M -m 0.5 -o /dev/null http://127.0.0.1:{port}{large} 2>/dev/null; done; echo aborted", what="aborted downloads")
            time.sleep(1)
            life.work()
            life.alive()

        service.own.append(("large bodies broken off", aborted))
    client("a body of 5 MB up", f"head -c 5000000 /dev/zero | curl -sS -o /dev/null -w '%{{http_code}}\\n' -H Expect: --data-binary @- http://127.0.0.1:{port}{upload}")
    client("what is not there", f"{get(port, missing)}; {get(port, missing + '/../../x')}; curl -sS -o /dev/null -w '%{{http_code}}\\n' -X DELETE http://127.0.0.1:{port}/")
    client("a long header", f"curl -sS -o /dev/null -w '%{{http_code}}\\n' -H \"X: $(head -c 60000 /dev/zero | tr '\\0' a)\" http://127.0.0.1:{port}/")
    client("kept connections", f"ab -q -k -n 500 -c 5 http://127.0.0.1:{port}/ | grep -E '^(Complete|Failed)'")
