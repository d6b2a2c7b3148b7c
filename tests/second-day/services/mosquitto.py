import time

from second_day.service import Service

PUB, SUB = "mosquitto_pub -h 127.0.0.1", "timeout 10 mosquitto_sub -h 127.0.0.1"

# As the official image's entry point does it.
service = Service(
    name="mosquitto",
    packages=["mosquitto", "mosquitto-clients"],
    start="chown -R mosquitto:mosquitto /mosquitto; exec mosquitto -c /srv/mosquitto.conf",
    ready=f"{PUB} -t ready -m x",
    work=f"for i in 1 2 3 4 5; do {PUB} -t a/$i -m hello -r -q 1; done; {SUB} -t a/# -C 5 | sort",
    load=f"for i in $(seq 100); do echo $i; done | {PUB} -t l -l -q 2; for i in $(seq 50); do {PUB} -t r/$i -m x -r; done; {SUB} -t r/# -C 50 | wc -l",
    volumes=["/mosquitto"],
    files={"/srv/mosquitto.conf": """listener 1883 127.0.0.1
allow_anonymous true
persistence true
persistence_location /mosquitto/
autosave_interval 3
log_dest file /mosquitto/m.log
user mosquitto
"""},
    port=1883,
    greeting="\x10\x0c\x00\x04MQTT\x04\x02\x00<\x00\x00",
    reload="HUP",
    rotate=("/mosquitto/m.log", "HUP"),
    full="/mosquitto",
    fill=f"for i in $(seq 60); do head -c 200000 /dev/zero | {PUB} -t f/$i -r -s; done; sleep 5; {SUB} -t f/1 -C 1 | wc -c",
)


def client(name, script, after=None):
    @service.scenario(name)
    def run(life):
        life.start()
        life.client(script, what=name)
        if after:
            after(life)
        life.work()
        life.alive()


def dumped(life):
    life.signal("USR1")
    time.sleep(2)
    life.files("/mosquitto")


client("stored by USR1", f"{PUB} -t s -m x -r", dumped)
client("its tree shown by USR2", f"{PUB} -t s -m x -r", lambda life: (life.signal("USR2"), time.sleep(2)))
client("empty and large messages", f"{PUB} -t e -n -r; head -c 5000000 /dev/zero | {PUB} -t big -r -s; {SUB} -t big -C 1 | wc -c; {PUB} -t \"$(head -c 5000 /dev/zero | tr '\\0' x)\" -m x; echo $?")
client("a session that is kept", f"{SUB} -t k -q 2 -c -i keep -W 1; for i in 1 2 3; do {PUB} -t k -m $i -q 2; done; {SUB} -t k -q 2 -c -i keep -C 3")
client("a last will", f"timeout -s KILL 2 mosquitto_sub -h 127.0.0.1 -t x --will-topic w --will-payload gone --will-retain; sleep 1; {SUB} -t w -C 1")
client("the same name twice", f"timeout 4 mosquitto_sub -h 127.0.0.1 -t x -i same >/dev/null 2>&1 & sleep 1; {SUB} -t a -i same -W 1; wait; echo done")
client("a keep-alive that runs out", "timeout 12 sh -c \"printf '\\020\\014\\000\\004MQTT\\004\\002\\000\\001\\000\\000' | nc -q 8 127.0.0.1 1883 | wc -c\"")
client("many subscribers", f"for i in $(seq 30); do timeout 20 mosquitto_sub -h 127.0.0.1 -t many -C 1 >/tmp/many.$i 2>&1 & done; sleep 4; {PUB} -t many -m x; wait; cat /tmp/many.* | wc -l; rm /tmp/many.*")


@service.scenario("retained messages after a stop")
def retained(life):
    life.start()
    life.client(f"for i in $(seq 30); do {PUB} -t keep/$i -m x -r -q 1; done", what="retain")
    life.stop("TERM")
    life.start()
    life.client(f"{SUB} -t keep/# -C 30 | wc -l", what="read")
