from second_day.service import Service

# As the official image's entry point does it: the data become the user's, then root is given up.
service = Service(
    name="redis",
    packages=["redis-server", "redis-tools"],
    start="""mkdir -p /data; find /data \\! -user redis -exec chown redis '{}' +
exec setpriv --reuid=redis --regid=redis --clear-groups redis-server --dir /data --save 3600 1 --logfile /data/redis.log --protected-mode no""",
    ready="redis-cli ping | grep -q PONG",
    work="redis-benchmark -q -n 2000 -c 10 -t set,get,incr,lpush,lpop,sadd,hset,mset >/dev/null && redis-cli set a 1 && redis-cli get a && redis-cli bgsave >/dev/null && "
         "until redis-cli info persistence | grep -q rdb_bgsave_in_progress:0; do sleep 0.1; done; redis-cli info persistence | grep rdb_last_bgsave_status",
    load="redis-benchmark -q -n 20000 -c 50 -t set,get,lpush >/dev/null; redis-cli dbsize",
    volumes=["/data"],
    port=6379,
    greeting="*2\r\n$3\r\nGET\r\n$1\r\na\r\n",
    full="/data",
    fill="redis-cli debug populate 20000 k 1000 2>&1; for i in $(seq 300); do head -c 100000 /dev/zero | redis-cli -x set big$i; done 2>&1 | sort | uniq -c | head -n 2; redis-cli save; redis-cli get a",
)

POPULATE = "for i in $(seq 20); do head -c 1000000 /dev/urandom | redis-cli -x set big$i >/dev/null; done; redis-cli dbsize"


def client(name, script):
    @service.scenario(name)
    def run(life):
        life.start()
        life.client(script, what=name)
        life.work()
        life.alive()


client("20 MB saved", POPULATE + "; redis-cli save; redis-cli set b 2")
client("20 MB saved in the background", POPULATE + "; redis-cli bgsave; sleep 1; until redis-cli info persistence | grep -q rdb_bgsave_in_progress:0; do sleep 0.1; done; "
       "redis-cli info persistence | grep status; redis-cli set b 2")
client("an append-only file that is rewritten", "redis-cli config set appendonly yes; redis-benchmark -q -n 5000 -t set,lpush >/dev/null; redis-cli bgrewriteaof; sleep 1; "
       "until redis-cli info persistence | grep -q aof_rewrite_in_progress:0; do sleep 0.1; done; redis-cli info persistence | grep aof_last_bgrewrite_status")
client("empty and large values", "redis-cli set e ''; redis-cli get e; redis-cli set '' x; redis-cli get ''; head -c 30000000 /dev/zero | redis-cli -x set l; redis-cli get l | wc -c; redis-cli del l")
client("freed in the background", POPULATE + "; redis-cli flushall async; sleep 1; redis-cli dbsize; redis-cli memory purge")
client("subscribers, transactions, scripts", "timeout 2 redis-cli subscribe c >/dev/null & sleep 1; redis-cli publish c x; redis-cli eval 'return 1' 0; printf 'multi\\nset x 1\\nexec\\n' | redis-cli; wait; "
       "redis-cli eval 'while true do end' 0 & sleep 1; sleep 5; redis-cli script kill; wait 2>/dev/null; true")
client("wrong commands", "redis-cli nonsense; redis-cli get; redis-cli lpush a 1; redis-cli config set dir /nowhere; redis-cli auth x 2>&1")
client("expired keys and a memory limit", "redis-cli config set maxmemory 3mb; redis-cli config set maxmemory-policy allkeys-lru; redis-benchmark -q -n 5000 -r 5000 -d 1000 -t set >/dev/null; redis-cli set k v px 100; sleep 0.5; redis-cli get k")


@service.scenario("20 MB, stopped and started")
def large(life):
    life.start()
    life.client(POPULATE, what="populate")
    life.stop("TERM")
    life.start()
    life.client("redis-cli dbsize", what="size")
    life.files("/data")


@service.scenario("told to shut down by a client")
def shutdown(life):
    life.start()
    life.work()
    life.client("redis-cli shutdown save; sleep 1; redis-cli ping 2>&1", what="shutdown")
    life.start()
    life.work()


@service.scenario("a damaged file at the start")
def damaged(life):
    life.start()
    life.work()
    life.stop("TERM")
    life.write("/data/dump.rdb", "REDIS0010 nonsense")
    life.start(ready=False)
    life.until("sleep 3")
    life.alive()
