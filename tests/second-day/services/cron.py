import time

from second_day.service import Service

# Its first job comes with the next full minute: a run of a few seconds knows of none.
service = Service(
    name="cron",
    packages=["cron"],
    start="exec cron -f",
    ready="sleep 1",
    work="sleep 3",
    volumes=["/spool", "/etc/cron.d"],
    prepare="mkdir -p /spool; chmod 1777 /spool; printf '* * * * * root echo job >>/spool/out\\n' >/etc/cron.d/second-day; chmod 644 /etc/cron.d/second-day; rm -f /etc/cron.d/e2scrub_all",
    stops=("TERM", "INT"),
    without=("six clients at once", "stopped at work"),
)


@service.scenario("a first job")
def job(life):
    life.start()
    time.sleep(65)
    life.files("/spool")
    life.alive()


@service.scenario("its table changed")
def changed(life):
    life.start()
    life.write("/etc/cron.d/second-day", "* * * * * root sleep 1; echo other >/spool/other\n")
    time.sleep(75)
    life.files("/spool")


@service.scenario("a job that fails and writes mail")
def fails(life):
    life.start()
    life.write("/etc/cron.d/second-day", "* * * * * nobody echo said; touch /spool/nobody; exit 3\n")
    time.sleep(75)
    life.files("/spool")
    life.alive()
