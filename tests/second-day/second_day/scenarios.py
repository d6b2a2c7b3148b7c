"""The scenarios that most services have in common, from what a service declares."""

import time

# Half requests that end in a reset, since unread data or a linger of zero does that.
ABORTED = """python3 - <<'P'
import os, socket, struct
for n in range(40):
    s = socket.create_connection(('127.0.0.1', {port}), 5)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    try:
        s.sendall({greeting!r}.encode()[: n + 1])
    except OSError:
        pass
    s.close()
print('aborted')
P"""

NONSENSE = """python3 - <<'P'
import random, socket
random.seed(1)
for n in range(20):
    s = socket.create_connection(('127.0.0.1', {port}), 5)
    s.settimeout(0.3)
    try:
        s.sendall(bytes(random.randrange(256) for _ in range(1 + n * 500)) + b'\\r\\n\\r\\n')
        s.recv(4096)
    except OSError:
        pass
    s.close()
print('sent')
P"""

HELD = """python3 - <<'P'
import socket, time
held = []
for n in range(150):
    try:
        held.append(socket.create_connection(('127.0.0.1', {port}), 5))
    except OSError:
        break
print('held', 'some' if held else 'none')
time.sleep(4)
P"""

HALF_CLOSED = """python3 - <<'P'
import socket
for n in range(20):
    s = socket.create_connection(('127.0.0.1', {port}), 5)
    s.settimeout(1)
    try:
        s.sendall({greeting!r}.encode())
        s.shutdown(socket.SHUT_WR)
        while s.recv(65536):
            pass
    except OSError:
        pass
    s.close()
print('closed')
P"""


def common(service):
    """The list of (name, function of a Life)."""
    found = []

    def add(name, function, wanted=True):
        if wanted and name not in service.without:
            found.append((name, function))

    def on_port(text):
        return text.format(port=service.port, greeting=service.greeting or "x")

    def again(stop):
        def run(life):
            life.start()
            life.work()
            stop(life)
            life.start()
            life.work()
            for volume in service.volumes:
                life.files(volume)

        return run

    add("second start on its own data", again(lambda life: life.stop(service.stops[0])))
    add("kill -9, then a start", again(lambda life: life.kill()))

    def update(life):
        life.start()
        life.work()
        life.stop(service.stops[0])
        life.fresh()
        life.work()

    add("new container on the old volumes", update, bool(service.volumes))

    def idle(life):
        life.start()
        time.sleep(20)
        life.work()

    add("20 s idle, then work", idle)

    def loaded(life):
        life.start()
        life.client(service.load, what="load", limit=150)
        life.work()
        life.alive()

    add("twenty times the load", loaded, bool(service.load))

    def reload(life):
        life.start()
        life.work()
        life.signal(service.reload)
        time.sleep(2)
        life.work()
        life.alive()
        life.stop(service.stops[0])

    add(f"reload by {service.reload}", reload, bool(service.reload))

    def rotate(life):
        log, signal = service.rotate
        life.start()
        life.work()
        life.rename(log, log + ".1")
        life.signal(signal)
        time.sleep(2)
        life.work()
        life.files(log.rsplit("/", 1)[0])
        life.stop(service.stops[0])

    add("rotation of its log", rotate, bool(service.rotate))

    def stopped_by(signal):
        def run(life):
            life.start()
            life.work()
            life.stop(signal)
            for volume in service.volumes:
                life.files(volume)

        return run

    for signal in service.stops:
        add(f"stop by {signal}", stopped_by(signal))

    def stopped_at_work(life):
        life.start()
        end = life.background(service.load or service.work, limit=60)
        time.sleep(1)
        life.stop(service.stops[0])
        end(note=False)
        life.start()
        life.work()

    add("stopped at work", stopped_at_work)

    def aborted(life):
        life.start()
        life.client(on_port(ABORTED), what="aborted connections")
        life.work()
        life.alive()

    add("clients that break off", aborted, service.port > 0)

    def nonsense(life):
        life.start()
        life.client(on_port(NONSENSE), what="nonsense")
        life.work()
        life.alive()

    add("clients that send nonsense", nonsense, service.port > 0)

    def held(life):
        life.start()
        end = life.background(on_port(HELD))
        time.sleep(2)
        end("150 connections")
        life.work()
        life.alive()

    add("150 connections held open", held, service.port > 0)

    def half(life):
        life.start()
        life.client(on_port(HALF_CLOSED), what="half-closed connections")
        life.work()

    add("half-closed connections", half, service.port > 0)

    def parallel(life):
        life.start()
        ends = [life.background(service.work) for _ in range(6)]
        for end in ends:
            end(note=False)
        life.work()
        life.alive()

    add("six clients at once", parallel)

    def full(life):
        life.start(small={service.full: service.full_size})
        life.client(service.fill, what="fill the disk", limit=120)
        life.alive()
        life.stop(service.stops[0])

    add("a full disk", full, bool(service.full))

    def killed_worker(life):
        life.start()
        life.work()
        life.kill_worker(service.worker)
        time.sleep(2)
        life.until(service.ready)
        life.work()
        life.stop(service.stops[0])

    add("kill -9 of a worker", killed_worker, bool(service.worker))

    def paused(life):
        life.start()
        life.work()
        life.pause(3)
        life.work()

    add("frozen and thawed", paused)
    return found + service.own


def next_build(life):
    """The same service out of the next distribution, under the profile of this one's: does it start, serve and stop."""
    life.start()
    life.work()
    life.stop(life.service.stops[0])
