import time

from second_day.service import Service

SEND = """python3 - {count} {size} {to} <<'P'
import smtplib, sys
count, size, to = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
ok = bad = 0
for n in range(count):
    try:
        with smtplib.SMTP('127.0.0.1', 25, timeout=30) as s:
            s.sendmail('root@localhost', [to], 'Subject: x\\r\\n\\r\\n' + ('x' * 70 + '\\r\\n') * (size // 72 + 1))
        ok += 1
    except (OSError, smtplib.SMTPException) as e:
        bad += 1
        last = getattr(e, 'smtp_code', type(e).__name__)
print(ok, 'taken', bad, 'refused', last if bad else '')
P"""


def send(count=1, size=100, to="user@localhost"):
    return SEND.format(count=count, size=size, to=to)


service = Service(
    name="postfix",
    packages=["postfix"],
    start="cp /etc/resolv.conf /etc/hosts /etc/services /var/spool/postfix/etc/ 2>/dev/null; postalias /etc/aliases; exec /usr/lib/postfix/sbin/master -i",
    ready="printf 'quit\\r\\n' | nc -w 3 127.0.0.1 25 | grep -q '^220'",
    work=send(3),
    load=send(60),
    volumes=["/var/spool/postfix", "/var/mail"],
    files={"/srv/main.cf": "compatibility_level = 3.6\nmyhostname = localhost\nmydestination = localhost\nmynetworks = 127.0.0.0/8\ninet_protocols = ipv4\nmaillog_file = /dev/stdout\n"
                           "message_size_limit = 3000000\nalias_maps = hash:/etc/aliases\nmail_spool_directory = /var/mail\nrelayhost = [127.0.0.1]:2500\nminimal_backoff_time = 10s\nqueue_run_delay = 10s\n"
                           "maillog_file_prefixes = /var, /dev\n"},
    prepare="cp /srv/main.cf /etc/postfix/main.cf && cp -n /usr/share/postfix/master.cf.dist /etc/postfix/master.cf || true\n"
            "id user >/dev/null 2>&1 || useradd -m user\nprintf 'root: user\\n' >/etc/aliases && postalias /etc/aliases && mkdir -p /var/spool/postfix/etc && mkdir -p /var/mail && chmod 2775 /var/mail && chgrp mail /var/mail\n"
            "postfix post-install upgrade-configuration >/dev/null 2>&1 || true; postfix set-permissions >/dev/null 2>&1 || true",
    port=25,
    greeting="EHLO x\r\nMAIL FROM:<root@localhost>\r\nRCPT TO:<user@localhost>\r\nDATA\r\n",
    reload="HUP",
    stops=("TERM",),
    worker="qmgr",
    patience=60,
)


def mail(life):
    """Waits for what was delivered."""
    time.sleep(4)
    life.files("/var/mail")


def client(name, script):
    @service.scenario(name)
    def run(life):
        life.start()
        life.client(script, what=name)
        mail(life)
        life.work()
        life.alive()


client("delivered", send(5))
client("large mail", send(2, 2000000))
client("mail that is too large", send(1, 5000000))
client("to nobody", send(2, 100, "nobody-here@localhost"))
client("to a server that is not there", send(2, 100, "a@example.com"))
client("to an alias", send(2, 100, "root@localhost"))
client("wrong commands", "printf 'HELO x\\r\\nNONSENSE\\r\\nRCPT TO:<a>\\r\\nDATA\\r\\nVRFY user\\r\\nquit\\r\\n' | nc -w 5 127.0.0.1 25 | cut -c 1-3")
client("pipelined", "printf 'EHLO x\\r\\nMAIL FROM:<root@localhost>\\r\\nRCPT TO:<user@localhost>\\r\\nDATA\\r\\n' >/tmp/p; (cat /tmp/p; sleep 1; printf 'Subject: x\\r\\n\\r\\nx\\r\\n.\\r\\nquit\\r\\n') | nc -w 5 127.0.0.1 25 | cut -c 1-3")


@service.scenario("mail in a queue, stopped and started")
def queued(life):
    life.start()
    life.client(send(3, 100, "a@example.com"), what="queue")
    life.stop("TERM")
    life.start()
    time.sleep(12)
    life.work()
    mail(life)


@service.scenario("a mailbox that may not be written")
def mailbox(life):
    life.start()
    life.client(send(1), what="send")
    mail(life)
    life.rename("/var/mail/user", "/var/mail/user.old")
    life.client(send(1), what="send again")
    mail(life)


@service.scenario("processes that end after a while")
def ending(life):
    life.start()
    life.work()
    time.sleep(25)
    life.work()
    mail(life)
