from second_day.service import Service

SQL = "psql -qAt -h 127.0.0.1 -U postgres"

# As the official image's entry point does it.
service = Service(
    name="postgresql",
    packages=["postgresql"],
    start="""data=/var/lib/pg/data; mkdir -p $data; chmod 00700 $data; find $data \\! -user postgres -exec chown postgres '{}' +; mkdir -p /run/postgresql; chown postgres /run/postgresql
bin=$(echo /usr/lib/postgresql/*/bin)
[ -s $data/PG_VERSION ] || { gosu postgres $bin/initdb -D $data -A trust >/dev/null; echo 'host all all all trust' >>$data/pg_hba.conf; }
exec gosu postgres $bin/postgres -D $data -c listen_addresses=127.0.0.1 -c unix_socket_directories=/run/postgresql -c logging_collector=on -c log_filename=p.log""",
    ready=f"{SQL} -c 'select 1'",
    work=f"""{SQL} <<'Q'
create table if not exists t(a serial primary key, b text);
insert into t(b) select repeat('x', 100) from generate_series(1, 1000);
select count(*) >= 1000 from t;
update t set b = 'y' where a % 10 = 0;
begin; delete from t where a > 500; rollback;
select count(*) > 500 from t where b like 'x%';
Q""",
    load=f"""for i in 1 2 3 4 5 6; do (for j in 1 2 3; do {SQL} -c "create table if not exists l(a int)" -c "insert into l select generate_series(1, 20000)" -c "select sum(a) > 0 from l" >/dev/null 2>&1; done) & done; wait; {SQL} -c 'checkpoint' -c 'select count(*) > 0 from l'""",
    volumes=["/var/lib/pg"],
    port=5432,
    greeting="\x00\x00\x00\x08\x04\xd2\x16\x2f",
    reload="HUP",
    stops=("TERM", "INT", "QUIT"),
    worker="postgres",
    full="/var/lib/pg",
    fill=f"""for i in $(seq 12); do {SQL} -c 'create table if not exists f(a text)' -c "insert into f select (select string_agg(md5(random()::text), '') from generate_series(1, 60)) from generate_series(1, 3000)" 2>&1 | grep -o 'No space' | head -n 1; done | sort | uniq -c | sed 's/^ *[0-9]*/some/'; sleep 2; {SQL} -c 'select 1' 2>&1 | grep -c .""",
    full_size="64m",
    patience=90,
)


def client(name, script):
    @service.scenario(name)
    def run(life):
        life.start()
        life.client(script, what=name, limit=150)
        life.work()
        life.alive()


def sql(text):
    return f"{SQL} <<'Q' 2>&1\n{text}\nQ"


client("a large sort and hash that spill", sql("set work_mem = '64kB'; select count(*) from (select a, md5(a::text) m from generate_series(1, 200000) a order by m) s; "
       "select count(*) from generate_series(1, 100000) a join generate_series(1, 100000) b on a = b;"))
client("parallel workers", sql("create table p as select a, md5(a::text) b from generate_series(1, 300000) a; analyze p; set parallel_setup_cost = 0; set parallel_tuple_cost = 0; "
       "set min_parallel_table_scan_size = 0; set max_parallel_workers_per_gather = 2; select count(*) from p where b like '%a%b%c%' or a > 0; create index on p(b); vacuum full p;"))
client("vacuum, truncate, drop", sql("create table v as select generate_series(1, 50000) a; delete from v where a > 10; vacuum v; truncate v; drop table v; create database d; drop database d; vacuum analyze;"))
client("copy in and out", f"{SQL} -c 'create table c(a int)'; seq 100000 | {SQL} -c 'copy c from stdin'; {SQL} -c 'copy c to stdout' | wc -l; {SQL} -c \"copy c to '/tmp/c'\" -c \"copy c from '/tmp/c'\" 2>&1; "
       f"{SQL} -c \"copy c from program 'echo 1'\" 2>&1")
client("errors", sql("select 1/0; select nonsense; insert into nowhere values (1); select pg_read_file('/etc/nowhere'); create table x(a int primary key); insert into x values (1), (1);"))
client("a statement that is cancelled, a backend that is ended", f"(sleep 2; {SQL} -c \"select count(pg_cancel_backend(pid)) from pg_stat_activity where query like '%sleep(60%' and pid <> pg_backend_pid()\") & "
       f"{SQL} -c 'select pg_sleep(60) a' 2>&1; wait; (sleep 2; {SQL} -c \"select count(pg_terminate_backend(pid)) from pg_stat_activity where query like '%sleep(61%' and pid <> pg_backend_pid()\") & "
       f"{SQL} -c 'select pg_sleep(61) a' 2>&1 | head -n 1; wait")
client("waits and time limits", sql("select pg_sleep(5); set statement_timeout = 500; select pg_sleep(20); set lock_timeout = 300; begin; lock table pg_class; rollback;"))
client("notifications and large objects", sql("listen c; notify c, 'x'; select lo_unlink(l) from (select lo_from_bytea(0, repeat('x', 3000000)::bytea) l) s; select pg_switch_wal() is not null; select pg_rotate_logfile(); select pg_reload_conf();"))
client("a base backup", "pg_basebackup -h 127.0.0.1 -U postgres -D /tmp/b -X fetch -c fast 2>&1 | tail -n 1; ls /tmp/b | grep -c PG_VERSION; rm -rf /tmp/b")
client("a thousand short connections", f"for i in $(seq 60); do {SQL} -c 'select 1'; done | sort | uniq -c")


@service.scenario("killed at work, recovered")
def crashed(life):
    life.start()
    end = life.background(service.load)
    life.client("sleep 3", what="wait")
    life.kill()
    end(note=False)
    life.start()
    life.work()
    life.stop("INT")
