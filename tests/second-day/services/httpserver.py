from second_day import http
from second_day.service import Service

service = Service(
    name="httpserver",
    packages=["python3"],
    start="cd /srv/www; exec python3 -m http.server --bind 127.0.0.1 8009 2>/dev/null",
    ready=http.ready(8009),
    work=http.work(8009),
    load=http.load(8009),
    prepare=http.PREPARE,
    port=8009,
    greeting=http.greeting(),
    stops=("INT", "TERM"),
)
http.scenarios(service)


def client(name, script):
    @service.scenario(name)
    def run(life):
        life.start()
        life.client(script, what=name)
        life.work()


client("a directory's list", http.get(8009, "/list/"))
client("a directory without its slash", http.get(8009, "/list"))
client("not changed since", "curl -sS -o /dev/null -w '%{http_code}\\n' -H 'If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT' http://127.0.0.1:8009/")
