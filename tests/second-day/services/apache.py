from second_day import http
from second_day.service import Service

service = Service(
    name="apache",
    packages=["apache2"],
    start="rm -f /run/apache2/apache2.pid; mkdir -p /run/apache2; exec apache2 -f /srv/apache.conf -D FOREGROUND",
    ready=http.ready(8004),
    work=http.work(8004),
    load=http.load(8004),
    volumes=["/var/log/apache2"],
    prepare=http.PREPARE + "\nchmod 755 /srv/cgi/*",
    files={"/srv/apache.conf": """ServerRoot /etc/apache2
ServerName localhost
PidFile /run/apache2/apache2.pid
Listen 8004
User www-data
Group www-data
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so
LoadModule mime_module /usr/lib/apache2/modules/mod_mime.so
LoadModule autoindex_module /usr/lib/apache2/modules/mod_autoindex.so
LoadModule alias_module /usr/lib/apache2/modules/mod_alias.so
LoadModule cgid_module /usr/lib/apache2/modules/mod_cgid.so
LoadModule deflate_module /usr/lib/apache2/modules/mod_deflate.so
TypesConfig /etc/mime.types
ScriptSock /run/apache2/cgisock
StartServers 2
MaxConnectionsPerChild 300
DocumentRoot /srv/www
DirectoryIndex index.html
ErrorLog /var/log/apache2/error.log
LogFormat "%h %r %s" short
CustomLog /var/log/apache2/access.log short
<Directory /srv/www>
    Options +Indexes
    Require all granted
</Directory>
ScriptAlias /cgi/ /srv/cgi/
<Directory /srv/cgi>
    Require all granted
</Directory>
""",
           "/srv/cgi/size": "#!/bin/sh\nprintf 'Content-Type: text/plain\\r\\n\\r\\n'\nwc -c\n",
           "/etc/mime.types": "text/html html\n"},
    port=8004,
    greeting=http.greeting(),
    reload="HUP",
    rotate=("/var/log/apache2/access.log", "USR1"),
    stops=("WINCH", "TERM", "INT"),
    worker="apache2",
    full="/var/log/apache2",
    full_size="200k",
    fill=f"{http.load(8004)}; {http.get(8004, '/' + 'x' * 4000)}",
)
http.scenarios(service)


def client(name, script):
    @service.scenario(name)
    def run(life):
        life.start()
        life.client(script, what=name)
        life.work()


client("a directory's list", http.get(8004, "/list/"))
client("a program's answer", "curl -sS http://127.0.0.1:8004/cgi/size; head -c 3000000 /dev/zero | curl -sS -H Expect: --data-binary @- http://127.0.0.1:8004/cgi/size")
client("workers that have served enough", f"for i in 1 2 3; do {http.load(8004)}; done")
