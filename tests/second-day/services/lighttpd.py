from second_day import http
from second_day.service import Service

service = Service(
    name="lighttpd",
    packages=["lighttpd"],
    start="exec lighttpd -D -f /srv/lighttpd.conf",
    ready=http.ready(8003),
    work=http.work(8003),
    load=http.load(8003),
    volumes=["/var/log/lighttpd", "/var/cache/lighttpd"],
    prepare=http.PREPARE + "\nchmod 755 /srv/cgi/* && mkdir -p /var/cache/lighttpd/uploads && chown -R www-data /var/cache/lighttpd /var/log/lighttpd",
    files={"/srv/lighttpd.conf": """server.modules = ("mod_accesslog", "mod_alias", "mod_cgi", "mod_dirlisting")
server.document-root = "/srv/www"
server.port = 8003
server.username = "www-data"
server.groupname = "www-data"
server.errorlog = "/var/log/lighttpd/error.log"
accesslog.filename = "/var/log/lighttpd/access.log"
server.upload-dirs = ("/var/cache/lighttpd/uploads")
index-file.names = ("index.html")
dir-listing.activate = "enable"
alias.url = ("/cgi/" => "/srv/cgi/")
$HTTP["url"] =~ "^/cgi/" { cgi.assign = ("" => "") }
mimetype.assign = (".html" => "text/html", "" => "application/octet-stream")
""",
           "/srv/cgi/size": "#!/bin/sh\nprintf 'Content-Type: text/plain\\r\\n\\r\\n'\nwc -c\n"},
    port=8003,
    greeting=http.greeting(),
    reload="USR1",
    rotate=("/var/log/lighttpd/access.log", "HUP"),
    stops=("TERM", "INT"),
    full="/var/log/lighttpd",
    full_size="200k",
    fill=f"{http.load(8003)}; {http.get(8003, '/' + 'x' * 4000)}",
)
http.scenarios(service)


def client(name, script):
    @service.scenario(name)
    def run(life):
        life.start()
        life.client(script, what=name)
        life.work()


client("a directory's list", http.get(8003, "/list/"))
client("a program's answer", "curl -sS http://127.0.0.1:8003/cgi/size; head -c 3000000 /dev/zero | curl -sS -H Expect: --data-binary @- http://127.0.0.1:8003/cgi/size")
