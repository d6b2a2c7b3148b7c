from second_day.service import Service

SEND = "nc -q 1 127.0.0.1 11211"

service = Service(
    name="memcached",
    packages=["memcached"],
    start="exec memcached -u memcache -m 64 -t 4 -l 127.0.0.1",
    ready="printf 'version\\r\\nquit\\r\\n' | nc -w 2 127.0.0.1 11211 | grep -q VERSION",
    work="for i in 1 2 3 4 5; do printf 'set k%d 0 0 5\\r\\nhello\\r\\nget k%d\\r\\nincr n 1\\r\\nquit\\r\\n' $i $i | nc 127.0.0.1 11211; done",
    load="for i in $(seq 100); do printf 'set k%d 0 0 5\\r\\nhello\\r\\nget k%d\\r\\nquit\\r\\n' $i $i | nc 127.0.0.1 11211; done | sort | uniq -c",
    port=11211,
    greeting="get k1\r\n",
    stops=("TERM", "INT", "USR1"),
)

PYTHON = """python3 - <<'P'
import socket
s = socket.create_connection(('127.0.0.1', 11211), 5)
f = s.makefile('rwb')
def ask(line, body=None):
    f.write(line.encode() + b'\\r\\n')
    if body is not None:
        f.write(body + b'\\r\\n')
    f.flush()
    return f.readline().decode().strip()
{body}
P"""


def client(name, script):
    @service.scenario(name)
    def run(life):
        life.start()
        life.client(script, what=name)
        life.work()
        life.alive()


client("large and empty values", PYTHON.format(body="print(ask('set l 0 0 1000000', b'x' * 1000000))\nprint(ask('set m 0 0 2000000', b'x' * 2000000)[:12])\n"
       "s.close(); s = socket.create_connection(('127.0.0.1', 11211), 5); f = s.makefile('rwb')\nprint(ask('set e 0 0 0', b''))\nprint(ask('get e'))"))
client("more than fits", PYTHON.format(body="print({ask(f'set k{n} 0 0 500000', b'x' * 500000) for n in range(300)})"))
client("long and wrong keys", PYTHON.format(body="print(ask('get ' + 'k' * 300)[:12])\nprint(ask('nonsense'))\nprint(ask('set x'))\nprint(ask('flush_all'))\nprint(ask('verbosity 1'))"))
client("many keys in one request", PYTHON.format(body="for n in range(200): ask(f'set k{n} 0 0 2000', b'x' * 2000)\nf.write(b'get ' + b' '.join(b'k%d' % n for n in range(200)) + b'\\r\\n'); f.flush()\n"
       "n = 0\nwhile True:\n    line = f.readline()\n    n += 1\n    if line.startswith(b'END'): break\nprint(n)"))
client("a slow reader of a large value", PYTHON.format(body="import time\nprint(ask('set l 0 0 1000000', b'x' * 1000000))\nf.write(b'get l l l l l l l l\\r\\n'); f.flush()\ntime.sleep(2)\n"
       "n = 0\nwhile n < 8000000: n += len(f.read(65536))\nprint('all')"))
client("expiry", PYTHON.format(body="import time\nprint(ask('set t 0 1 1', b'x'))\ntime.sleep(3)\nprint(ask('get t'))\nprint(ask('touch t 10'))"))
client("statistics and the crawler", "printf 'stats\\r\\nstats slabs\\r\\nstats items\\r\\nstats conns\\r\\nlru_crawler crawl all\\r\\nlru_crawler metadump all\\r\\nquit\\r\\n' | nc 127.0.0.1 11211 | grep -cE '(END|OK|BUSY)' | sed 's/^[1-9].*/some/'")
