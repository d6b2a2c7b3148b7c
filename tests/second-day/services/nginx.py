import time

from second_day import http
from second_day.service import Service

service = Service(
    name="nginx",
    packages=["nginx-light"],
    start="exec nginx -c /srv/nginx.conf -g 'daemon off;'",
    ready=http.ready(8001),
    work=http.work(8001),
    load=http.load(8001),
    volumes=["/var/log/nginx", "/var/cache/second-day"],
    prepare=http.PREPARE + "\nmkdir -p /var/cache/second-day",
    files={"/srv/nginx.conf": """user www-data;
worker_processes 2;
events { worker_connections 512; }
http {
    sendfile on;
    access_log /var/log/nginx/access.log;
    error_log /var/log/nginx/error.log;
    client_max_body_size 20m;
    proxy_cache_path /var/cache/second-day/proxy keys_zone=one:1m;
    server {
        listen 8001;
        root /srv/www;
        location /list/ { autoindex on; }
        location /gzip/ { alias /srv/www/; gzip on; gzip_types *; gzip_min_length 1; }
        location /proxied/ { proxy_pass http://127.0.0.1:8002/; proxy_cache one; proxy_cache_valid 200 1m; }
        location /upload { proxy_pass http://127.0.0.1:8002/; }
        location /broken/ { proxy_pass http://127.0.0.1:1/; }
    }
    server { listen 8002; root /srv/www; error_page 405 =200 /index.html; }
}
"""},
    port=8001,
    greeting=http.greeting(),
    reload="HUP",
    rotate=("/var/log/nginx/access.log", "USR1"),
    stops=("QUIT", "TERM", "INT"),
    worker="nginx",
    full="/var/log/nginx",
    full_size="200k",
    fill=f"{http.load(8001)}; {http.get(8001, '/' + 'x' * 4000)}",
)
http.scenarios(service, upload="/upload")


def client(name, script):
    @service.scenario(name)
    def run(life):
        life.start()
        life.client(script, what=name)
        life.work()


client("a directory's list", http.get(8001, "/list/"))
client("compressed", f"curl -sS --compressed http://127.0.0.1:8001/gzip/large | wc -c; {http.get(8001, '/gzip/index.html')}")
client("proxied and cached", "; ".join([http.get(8001, "/proxied/large")] * 3 + [http.get(8001, "/proxied/missing")]))
client("a server behind that is not there", http.get(8001, "/broken/"))


@service.scenario("another binary by USR2")
def upgrade(life):
    life.start()
    life.work()
    life.signal("USR2")
    time.sleep(3)
    life.work()
    life.alive()


@service.scenario("workers end by WINCH")
def winch(life):
    life.start()
    life.signal("WINCH")
    time.sleep(2)
    life.signal("HUP")
    time.sleep(2)
    life.work()
    life.stop("QUIT")
