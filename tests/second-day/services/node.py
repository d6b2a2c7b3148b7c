import time

from second_day import http
from second_day.service import Service

service = Service(
    name="node",
    packages=["nodejs"],
    start="exec node /srv/node.js",
    ready=http.ready(8007),
    work=http.work(8007),
    load=http.load(8007),
    volumes=["/var/log/node"],
    prepare=http.PREPARE + "\nmkdir -p /var/log/node",
    files={"/srv/node.js": """const http = require('http'), fs = require('fs'), zlib = require('zlib'), dns = require('dns');
const { Worker } = require('worker_threads'), child = require('child_process');
const log = () => fs.createWriteStream('/var/log/node/a.log', { flags: 'a' });
let out = log();
out.on('error', () => {});
process.on('SIGHUP', () => { out.end(); out = log(); out.on('error', () => {}); });
const server = http.createServer((q, r) => {
  out.write(q.url + '\\n');
  const say = (code, text) => { r.statusCode = code; r.end(text + '\\n'); };
  if (q.url === '/') return say(200, 'works');
  if (q.url === '/large') { const s = fs.createReadStream('/srv/www/large'); s.on('error', () => say(500, 'no')); return s.pipe(r); }
  if (q.url === '/gzip') { r.setHeader('Content-Encoding', 'gzip'); return fs.createReadStream('/srv/www/large').pipe(zlib.createGzip({ level: 1 })).pipe(r); }
  if (q.url === '/worker') return new Worker('require("worker_threads").parentPort.postMessage(6 * 7)', { eval: true }).on('message', m => say(200, m)).on('error', e => say(500, e.code));
  if (q.url === '/child') return child.exec('echo child', (e, o) => say(e ? 500 : 200, e ? e.code : o.trim()));
  if (q.url === '/file') { try { fs.writeFileSync('/tmp/a', 'x'.repeat(3e6)); fs.appendFileSync('/tmp/a', 'y'); fs.copyFileSync('/tmp/a', '/tmp/b'); fs.truncateSync('/tmp/b', 5); const n = fs.statSync('/tmp/b').size; fs.renameSync('/tmp/b', '/tmp/c'); fs.unlinkSync('/tmp/c'); return say(200, n); } catch (e) { return say(500, e.code + ' ' + e.syscall); } }
  if (q.url === '/name') return dns.lookup('localhost', { all: true }, (e, a) => say(e ? 500 : 200, e ? e.code : JSON.stringify(a)));
  if (q.url === '/time') { const a = Date.now(); return setTimeout(() => say(200, Date.now() - a >= 2000 ? 'waited' : 'did not wait'), 2000); }
  if (q.url === '/wait') { const a = Date.now(); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000); return say(200, Date.now() - a >= 1990 ? 'waited' : 'did not wait'); }
  if (q.url === '/memory') { let a = []; for (let i = 0; i < 60; i++) a.push(Buffer.alloc(1e6, i)); const n = a.length; a = null; return say(200, n); }
  if (q.url === '/numbers') { return say(200, [process.uptime() < 600, process.cpuUsage().user < 6e8, process.memoryUsage().rss > 1e6, require('os').hostname().length > 0, process.resourceUsage().maxRSS > 0, require('os').loadavg().length].join()); }
  if (q.url === '/throw') setTimeout(() => { throw new Error('x'); }, 10);
  if (q.url === '/abort') process.abort();
  if (q.method === 'POST') { let n = 0; q.on('data', d => n += d.length); return q.on('end', () => say(200, n)); }
  say(404, 'no');
});
server.listen(8007);
process.on('SIGTERM', () => { server.close(); server.closeAllConnections(); setTimeout(() => process.exit(0), 300); });
"""},
    port=8007,
    greeting=http.greeting(),
    reload="HUP",
    rotate=("/var/log/node/a.log", "HUP"),
)
http.scenarios(service)


def client(name, path):
    @service.scenario(name)
    def run(life):
        life.start()
        life.client(f"for i in 1 2; do curl -sS -m 60 http://127.0.0.1:8007{path} | head -c 300; done", what=name)
        life.work()
        life.alive()


@service.scenario("compressed")
def compressed(life):
    life.start()
    life.client("curl -sS --compressed http://127.0.0.1:8007/gzip | wc -c", what="compressed")
    life.work()


client("worker threads that end", "/worker")
client("a child", "/child")
client("files written, copied, renamed", "/file")
client("a name", "/name")
client("a timer", "/time")
client("a wait without the loop", "/wait")
client("much memory", "/memory")
client("what it says of itself", "/numbers")


def ends(name, path):
    @service.scenario(name)
    def run(life):
        life.start()
        life.client(f"curl -sS -m 10 -o /dev/null http://127.0.0.1:8007{path} 2>/dev/null; sleep 3", what=name)
        life.alive()
        life.start()
        life.work()


ends("an error that nobody catches", "/throw")
ends("an abort", "/abort")
