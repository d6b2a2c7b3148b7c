import time

from second_day.service import Service

CTL = "curl -sS --unix-socket /nowhere http://x"
RPC = """python3 - <<'P'
import xmlrpc.client
s = xmlrpc.client.ServerProxy('http://127.0.0.1:9001/RPC2').supervisor
{body}
P"""


def rpc(body):
    return RPC.format(body=body)


service = Service(
    name="supervisor",
    packages=["supervisor"],
    start="exec supervisord -n -c /srv/supervisord.conf",
    ready=rpc("assert s.getProcessInfo('one')['statename'] == 'RUNNING'"),
    work=rpc("for n in range(10): s.getAllProcessInfo()\nprint(s.getState()['statename'], s.getProcessInfo('one')['statename'])"),
    load=rpc("for n in range(200): s.getAllProcessInfo()\nprint(s.getState()['statename'])"),
    volumes=["/var/log/supervisor"],
    files={"/srv/supervisord.conf": """[supervisord]
logfile=/var/log/supervisor/s.log
logfile_maxbytes=20KB
childlogdir=/var/log/supervisor
pidfile=/run/supervisord.pid
user=root
[inet_http_server]
port=127.0.0.1:9001
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
[program:one]
command=sh -c 'while :; do echo working; sleep 0.2; done'
stdout_logfile=/var/log/supervisor/one.log
stdout_logfile_maxbytes=2KB
stdout_logfile_backups=2
[program:two]
command=sleep 1000
autostart=false
[program:crashing]
command=sh -c 'sleep 1; exit 3'
autostart=false
startsecs=0
[program:user]
command=sleep 1000
user=nobody
autostart=false
"""},
    port=9001,
    greeting="POST /RPC2 HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n",
    reload="HUP",
    rotate=("/var/log/supervisor/s.log", "USR2"),
    stops=("TERM", "INT", "QUIT"),
    worker="sh",
    patience=60,
)


def client(name, body):
    @service.scenario(name)
    def run(life):
        life.start()
        life.client(rpc("import time\n" + body), what=name)
        life.work()
        life.alive()


client("a program that is stopped and started", "print(s.stopProcess('one'), s.startProcess('one'))")
client("another program", "print(s.startProcess('two'), s.stopProcess('two'))")
client("a program that crashes", "print(s.startProcess('crashing'))\ntime.sleep(6)\nprint(s.getProcessInfo('crashing')['statename'] != 'STOPPED')")
client("a program of another user's", "print(s.startProcess('user'), s.stopProcess('user'))")
client("a signal sent", "print(s.signalProcess('one', 'STOP'), s.signalProcess('one', 'CONT'))")
client("logs read and cleared", "print(len(s.readLog(0, 100)) > 0, s.clearLog(), s.clearProcessLogs('one'), len(s.tailProcessStdoutLog('one', 0, 100)) == 3)")
client("configuration read anew", "print(s.reloadConfig())")
client("wrong calls", "try: s.startProcess('nothing')\nexcept xmlrpc.client.Fault as e: print(e.faultCode)")


@service.scenario("logs that turn over")
def turning(life):
    life.start()
    time.sleep(25)
    life.files("/var/log/supervisor")
    life.work()


@service.scenario("restarted by a client")
def restarted(life):
    life.start()
    life.client(rpc("print(s.restart())"), what="restart")
    time.sleep(4)
    life.until(service.ready)
    life.work()
