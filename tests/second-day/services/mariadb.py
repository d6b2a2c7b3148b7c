from second_day.service import Service

SQL = "mysql -h 127.0.0.1 -u u -N"

# As the official image's entry point does it.
service = Service(
    name="mariadb",
    packages=["mariadb-server"],
    start="""mkdir -p /run/mysqld /data; chown mysql /run/mysqld; find /data \\! -user mysql -exec chown mysql '{}' +
[ -d /data/mysql ] || gosu mysql mariadb-install-db --no-defaults --datadir=/data --auth-root-authentication-method=normal --skip-test-db >/dev/null
[ -e /data/init ] || { printf "create user if not exists u@'%%';\\ngrant all on *.* to u@'%%' with grant option;\\ncreate database if not exists d;\\n" >/data/init; chown mysql /data/init; }
exec gosu mysql mariadbd --no-defaults --datadir=/data --socket=/run/mysqld/s --bind-address=127.0.0.1 --init-file=/data/init --skip-name-resolve --slow-query-log=1 --slow-query-log-file=/data/slow.log --long-query-time=0""",
    ready=f"{SQL} -e 'select 1' d",
    work=f"""{SQL} d <<'Q'
create table if not exists t(a int auto_increment primary key, b text);
insert into t(b) select repeat('x', 100) from seq_1_to_1000;
select count(*) >= 1000 from t;
update t set b = 'y' where a % 10 = 0;
begin; delete from t where a > 500; rollback;
select count(*) > 500 from t where b like 'x%';
Q""",
    load=f"""{SQL} d -e 'create table if not exists l(a int)'; for i in 1 2 3 4 5 6; do (for j in 1 2 3; do {SQL} d -e 'insert into l select seq from seq_1_to_20000; select sum(a) from l' >/dev/null; done) & done; wait; {SQL} d -e 'select count(*) from l'""",
    volumes=["/data"],
    port=3306,
    greeting="x" * 30,
    reload="HUP",
    rotate=("/data/slow.log", "HUP"),
    stops=("TERM", "QUIT"),
    patience=120,
)


def client(name, script):
    @service.scenario(name)
    def run(life):
        life.start()
        life.client(script, what=name, limit=150)
        life.work()
        life.alive()


def sql(text):
    return f"{SQL} -f d <<'Q' 2>&1\n{text}\nQ"


client("a large sort that spills", sql("set sort_buffer_size = 32768; set tmp_table_size = 16384; set max_heap_table_size = 16384; select count(*) from (select md5(seq) m, seq from seq_1_to_100000 group by m order by m) s; "
       "create table s as select seq a, md5(seq) b from seq_1_to_100000; alter table s add index (b); select count(distinct b) from s;"))
client("other engines, altered and dropped", sql("create table m(a int) engine=myisam; insert into m select seq from seq_1_to_10000; alter table m engine=aria; optimize table m; check table m; repair table m; truncate m; drop table m; "
       "create database e; create table e.x(a int); drop database e;"))
client("connections one after another", f"for i in $(seq 40); do {SQL} -e 'select 1' d; done | sort | uniq -c")
client("a hundred threads, then none", f"for i in $(seq 40); do {SQL} -e 'select sleep(3)' d >/dev/null & done; wait; sleep 3; {SQL} -e \"set global thread_cache_size = 0; flush status; select 1\"")
client("errors", sql("select nonsense; insert into nowhere values (1); create table x(a int primary key); insert into x values (1), (1); load data infile '/etc/nowhere' into table x; select * from x where a = (select 1 union select 2);"))
client("a statement that is killed", f"(sleep 2; {SQL} -e \"select concat('kill ', id, ';') from information_schema.processlist where info like '%sleep(60%' and id <> connection_id()\" | {SQL}) & {SQL} -e 'select sleep(60)' 2>&1 | cut -c 1-20; wait")
client("files in and out", sql("select seq into outfile '/tmp/o' from seq_1_to_50000; create table o(a int); load data infile '/tmp/o' into table o; select count(*) from o; select length(load_file('/tmp/o'));"))
client("logs flushed", sql("flush logs; flush tables; flush tables with read lock; unlock tables; set global general_log_file = '/data/g.log'; set global general_log = 1; select 1; set global general_log = 0;"))
client("a large value", sql("set global max_allowed_packet = 67108864;") + "; " + sql("create table b(a longblob); insert into b values (repeat('x', 10000000)); select length(a) from b;"))
client("a dump", "mysqldump -h 127.0.0.1 -u u --all-databases 2>/dev/null | grep -c '^CREATE TABLE' | sed 's/^[1-9].*/some/'")


@service.scenario("told to shut down by a client")
def shutdown(life):
    life.start()
    life.work()
    life.client(f"{SQL} -e shutdown; sleep 4; {SQL} -e 'select 1' 2>&1 | cut -c 1-30", what="shutdown")
    life.start()
    life.work()
