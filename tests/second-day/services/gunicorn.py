import time

from second_day import http
from second_day.service import Service

service = Service(
    name="gunicorn",
    packages=["gunicorn", "python3"],
    start="cd /srv/app; exec gunicorn -b 127.0.0.1:8008 -w 2 --threads 3 -t 15 --graceful-timeout 3 --access-logfile /var/log/gunicorn/a.log -p /run/gunicorn.pid app:app",
    ready=http.ready(8008),
    work=http.work(8008),
    load=http.load(8008),
    volumes=["/var/log/gunicorn"],
    prepare=http.PREPARE + "\nmkdir -p /var/log/gunicorn",
    files={"/srv/app/app.py": """import hashlib, os, random, resource, shutil, socket, sqlite3, subprocess, tempfile, threading, time
def work(path, read):
    if path == '/': return 'works'
    if path == '/large': return open('/srv/www/large', 'rb').read()
    if path == '/sleep':
        a = time.monotonic(); time.sleep(2)
        return 'waited' if time.monotonic() - a >= 2 else 'did not wait'
    if path == '/thread':
        got = []
        ts = [threading.Thread(target=lambda: got.append(1)) for _ in range(30)]
        [t.start() for t in ts]; [t.join() for t in ts]
        return str(len(got))
    if path == '/child': return subprocess.run(['echo', 'child'], capture_output=True, text=True).stdout.strip()
    if path == '/temporary':
        with tempfile.TemporaryDirectory() as d:
            with open(d + '/a', 'wb') as f: f.write(b'x' * 3000000); f.flush(); os.fsync(f.fileno()); f.truncate(10)
            shutil.copyfile(d + '/a', d + '/b'); os.replace(d + '/b', d + '/c'); os.utime(d + '/c'); os.makedirs(d + '/d/e'); shutil.move(d + '/c', d + '/d/e/f')
            n = os.stat(d + '/d/e/f').st_size
        return f'{n} {os.path.exists(d)}'
    if path == '/name': return str(sorted({a[4][0] for a in socket.getaddrinfo('localhost', 80)}))
    if path == '/numbers': return str([time.process_time() < 600, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0, len(os.uname()), os.getlogin.__name__, os.getpid() > 0, threading.get_native_id() > 0, os.getloadavg() is not None])
    if path == '/sqlite':
        with tempfile.TemporaryDirectory() as d:
            c = sqlite3.connect(d + '/x'); c.execute('create table t(a)')
            with c: c.executemany('insert into t values(?)', [(n,) for n in range(1000)])
            c.execute('delete from t where a > 5'); c.commit(); c.execute('vacuum'); c.execute('pragma journal_mode=wal'); c.execute('insert into t values (1)'); c.commit()
            return str(c.execute('select count(*) from t').fetchone())
    if path == '/memory': return str(len([bytes(1000000) for _ in range(60)]))
    if path == '/error': raise ValueError('x')
    if path == '/hang': time.sleep(60)
    if path == '/abort': os.abort()
    if path == '/upload': return str(sum(iter(lambda: len(read(65536)), 0)))
def app(env, start):
    try:
        r = work(env['PATH_INFO'], env['wsgi.input'].read)
    except OSError as e:
        r = f'{type(e).__name__} {e.strerror}'
    start('200 OK' if r is not None else '404 no', [('Content-Type', 'application/octet-stream')])
    return [r if isinstance(r, bytes) else (r or 'no').encode()]
"""},
    port=8008,
    greeting=http.greeting(),
    reload="HUP",
    rotate=("/var/log/gunicorn/a.log", "USR1"),
    stops=("TERM", "INT", "QUIT"),
    worker="gunicorn",
)
http.scenarios(service, upload="/upload")


def client(name, path):
    @service.scenario(name)
    def run(life):
        life.start()
        life.client(f"for i in 1 2; do curl -sS -m 60 http://127.0.0.1:8008{path} | head -c 300; done", what=name)
        life.work()
        life.alive()


client("a sleep", "/sleep")
client("threads that end", "/thread")
client("a child", "/child")
client("temporary files", "/temporary")
client("a name", "/name")
client("what it says of itself", "/numbers")
client("a database in a file", "/sqlite")
client("much memory", "/memory")
client("an error", "/error")
client("a worker that aborts", "/abort")


@service.scenario("a worker that hangs")
def hangs(life):
    life.start()
    life.client("for i in 1 2 3 4 5 6 7 8; do curl -sS -m 20 -o /dev/null http://127.0.0.1:8008/hang 2>/dev/null & done; wait", what="hang")
    life.work()


def by(signal):
    @service.scenario(f"workers by {signal}")
    def run(life):
        life.start()
        life.signal(signal)
        time.sleep(3)
        life.work()


by("TTIN")
by("TTOU")
by("USR2")
