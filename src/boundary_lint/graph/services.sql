-- Services: what they call, publish, consume, connect to, read from their environment and try again; and what follows from it.
--
-- The same rules as in schema.sql hold. "region" is "file:line" of a transaction.

create table service_ (
    service text,                    -- its name
    root text,                       -- folder or entry module
    how text,                        -- what it was found by
    language text,                   -- python, ...
    hosts text,                      -- names, with ", " between
    ports text,                      -- numbers, with ", " between
    listens integer,                 -- it serves something
    health text,                     -- what shows a health check
    metrics text,                    -- what shows metrics
    processes text,                  -- what manifests start of it
    file text,                       -- where it is declared
    line integer                     -- and on which line
);

create table declared_endpoint_ (
    service text,                    -- that serves it
    protocol text,                   -- http or grpc
    method text,                     -- verb, or RPC
    pattern text,                    -- whole path
    file text,                       -- document
    line integer                     -- line
);

create table remote_call_ (
    id integer primary key,          -- the number by which derived facts name the call
    module integer,                  -- module_.id
    function text,                   -- qualified name
    library text,                    -- page of the catalogue
    protocol text,                   -- http, grpc, ...
    method text,                     -- verb or procedure
    target text,                     -- address
    host text,                       -- of the address
    port integer,                    -- of the address, 0 where not known
    path text,                       -- path, topic, queue or task
    to_service text,                 -- service that it reaches
    endpoint text,                   -- route or procedure that it reaches
    sync integer,                    -- the caller waits
    in_loop integer,                 -- inside a loop of the function
    region text,                     -- transaction in the function
    timeout text,                    -- explicit, none, default, framework, unknown or n/a
    address text,                    -- where the address comes from
    sink integer,                    -- the call of the library below a helper
    sink_file text,                  -- where that call is, for others
    sink_line integer,               -- and on which line
    guarded integer,                 -- a handler goes on without it
    used integer,                    -- the answer is used
    keyed integer,                   -- the other side knows a second attempt
    confidence text,                 -- certain, high, medium or low
    line integer,                    -- line
    column_number integer            -- column
);

create table call_hop_ (
    call integer,                    -- remote_call_.id
    step integer,                    -- from 0
    what text,                       -- literal, env, default, setting, manifest, host or parameter
    text text,                       -- in words
    file text,                       -- where
    line integer                     -- on which line
);

create table channel_use_ (
    id integer primary key,          -- the number by which channel_link_ names it
    module integer,                  -- module_.id
    function text,                   -- qualified name
    side text,                       -- publish or consume
    library text,                    -- page of the catalogue
    protocol text,                   -- amqp, kafka, ...
    channel text,                    -- name
    queue text,                      -- that is bound to it
    handler text,                    -- module:qualname
    in_loop integer,                 -- inside a loop of the function
    region text,                     -- transaction in the function
    after_commit integer,            -- sent when the transaction is over
    dead_letters integer,            -- failing messages are handed on
    confidence text,                 -- certain, high, medium or low
    line integer                     -- line
);

create table database_use_ (
    id integer primary key,          -- the number by which hops name it
    module integer,                  -- module_.id
    database text,                   -- what tells databases apart
    engine text,                     -- postgresql, ...
    server text,                     -- host and port
    name text,                       -- of the database
    schema_name text,                -- of the schema
    alias text,                      -- in the code
    role text,                       -- cache, broker, results
    service text,                    -- whose it is
    confidence text,                 -- certain, high, medium or low
    file text,                       -- where
    line integer                     -- on which line
);

create table database_hop_ (
    use integer,                     -- database_use_.id
    step integer,                    -- from 0
    what text,                       -- as of call_hop_
    text text,                       -- in words
    file text,                       -- where
    line integer                     -- on which line
);

create table config_read_ (
    module integer,                  -- module_.id
    function text,                   -- qualified name
    name text,                       -- variable
    has_default integer,             -- it goes on without
    line integer                     -- line
);

create table variable_ (
    service text,                    -- for which it is set
    name text,                       -- variable
    value text,                      -- "" for secrets
    file text,                       -- manifest
    line integer                     -- line
);

create table retry_ (
    id integer primary key,          -- the number by which retried_call_ names it
    module integer,                  -- module_.id
    function text,                   -- qualified name
    how text,                        -- tenacity, loop, requeue, ...
    bounded text,                    -- yes, no or unknown
    wait text,                       -- none, fixed, growing or unknown
    jitter integer,                  -- the wait is spread
    first_line integer,              -- what is tried again
    last_line integer,               -- to this line
    note text,                       -- in words
    line integer                     -- line
);

create table sign_ (
    module integer,                  -- module_.id
    function text,                   -- qualified name
    kind text,                       -- metrics, health, print, ...
    text text,                       -- as written
    line integer                     -- line
);

create table record_ (
    id integer primary key,          -- the number by which record_copy_ names it
    module integer,                  -- module_.id
    name text,                       -- of the class
    kind text,                       -- entity or value
    fields integer,                  -- how many
    line integer                     -- line of the class
);

-- Derived facts, computed in Python when the graph is built.

create table record_copy_ (
    one integer,                     -- record_.id
    other integer,                   -- record_.id of a class of the same name
    fields integer,                  -- that both have
    likeness real                    -- those divided by all that either has
);

create table call_loop_ (
    call integer,                    -- remote_call_.id
    depth integer,                   -- invocations between the loop and the call
    module integer,                  -- module_.id of what stands in the loop
    function text,                   -- function that has the loop
    line integer                     -- line in the loop
);

create table call_transaction_ (
    call integer primary key,        -- remote_call_.id
    depth integer,                   -- invocations between the transaction and the call
    region text,                     -- the transaction
    module integer,                  -- module_.id of what stands in it
    function text,                   -- function that opens it
    line integer                     -- line in it
);

create table publish_transaction_ (
    publish integer primary key,     -- channel_use_.id
    depth integer,                   -- as of call_transaction_
    region text,                     -- the transaction
    module integer,                  -- module_.id of what stands in it
    function text,                   -- function that opens it
    line integer                     -- line in it
);

create table channel_link_ (
    publish integer,                 -- channel_use_.id
    consume integer                  -- channel_use_.id
);

create table service_cycle_step_ (
    cycle text,                      -- services on it
    step integer,                    -- position, 0 is the closing one
    from_service text,               -- service
    to_service text,                 -- service
    call integer                     -- remote_call_.id
);

create table service_chain_ (
    chain text,                      -- services on it
    services integer,                -- how many
    step integer,                    -- position from 0
    call integer,                    -- remote_call_.id
    joined text                      -- endpoint or service: how this step follows from the one before
);

create table entry_point_ (
    id integer primary key,          -- the number by which entry_call_ names it
    kind text,                       -- route, consumer or top
    name text,                       -- pattern, channel or function
    methods text,                    -- of a route
    service text,                    -- whose it is
    module integer,                  -- module_.id of the function
    function text                    -- qualified name
);

create table entry_call_ (
    entry integer,                   -- entry_point_.id
    call integer,                    -- remote_call_.id
    depth integer,                   -- invocations between
    path text,                       -- functions between
    in_loop integer,                 -- a loop lies on the way
    module integer,                  -- module_.id of the place in the entry point
    line integer                     -- where the way begins in it
);

create table dual_write_ (
    operation_module integer,        -- module_.id of the function that does both
    operation text,                  -- that function
    operation_line integer,          -- its line that sends, or leads to the sending
    kind text,                       -- publish or call
    sent text,                       -- channel, or method and path
    to_service text,                 -- service that is called
    table_id integer,                -- table_.id of what is written
    compensated integer,             -- sending stands in a try whose handler writes again
    guarded integer,                 -- a handler goes on without it
    write_module integer,            -- module_.id of the write
    write_line integer,              -- line of the write
    module integer,                  -- module_.id of the sending
    function text,                   -- function that sends
    line integer                     -- line of the sending
);

create table retried_call_ (
    retry integer,                   -- retry_.id
    call integer,                    -- remote_call_.id
    depth integer                    -- invocations between
);

-- A service: a code root that is deployed on its own.
-- example: Which services are there, and what shows it?
--   select service, root, how, file, line from service order by service
create view service as select
    service as service,                              -- its name
    root as root,                                    -- its folder, or its entry module where several lie in one folder; `""` where its source is not there
    how as how,                                      -- what it was found by: `configuration`, `compose`, `dockerfile`, `kubernetes`, `procfile`, `folder` or `entry module`
    language as language,                            -- `python`, `""` where not known, else the name of the language
    hosts as hosts,                                  -- names under which others reach it, with `, ` between
    ports as ports,                                  -- ports on which it listens, with `, ` between
    listens as listens,                              -- 1 if it serves anything
    health as health,                                -- what shows that it has a health check; `""` where nothing does
    metrics as metrics,                              -- what shows that it exports metrics; `""` where nothing does
    processes as processes,                          -- what the manifests start of it, with `, ` between
    file as file,                                    -- where it was found
    line as line                                     -- and on which line
from service_;

-- What a service serves: the routes and procedures of its code, and what documents of the tree say of it, whatever its language - operations of
-- OpenAPI documents, procedures of `.proto` files.
-- example: What do documents say that services serve?
--   select service, method, pattern, file, line from endpoint where declared order by service, pattern, method
create view endpoint as select
    service as service,                              -- service that serves it; `""` where there is none, or where several share the code
    protocol as protocol,                            -- `http`, `grpc` or `amqp`
    method as method,                                -- HTTP methods, with `, ` between, `""` where not said; `RPC` for a procedure
    pattern as pattern,                              -- URL pattern; `/package.Service/Procedure` for gRPC, `service.procedure` for others
    declared as declared,                            -- 1 if a document says so, 0 if code does
    file as file,                                    -- where it is
    line as line                                     -- and on which line
from (
    select m.service, iif(r.methods <> 'RPC', 'http', iif(r.pattern like '/%', 'grpc', 'amqp')) as protocol, r.methods as method, r.pattern, 0 as declared, m.file, r.line
    from route_ r left join module_ m on m.id = r.module
    union all
    select service, protocol, method, pattern, 1, file, line from declared_endpoint_
);

-- A call that leaves the process, or a message that is sent: where the target is known, and once more at the call of the
-- library where a helper lies between (`sink`).
-- needs: module
-- example: Which calls wait for an answer without any limit?
--   select from_service, to_service, method, path, file, line from remote_call where sync and timeout = 'none' order by file, line
create view remote_call as select
    c.id as call,                                    -- its number
    m.service as from_service,                       -- service that calls; `""` where there is none, or where several share the module
    c.to_service as to_service,                      -- service that it reaches; `""` where not known or outside
    c.protocol as protocol,                          -- `http`, `grpc`, `amqp`, `kafka`, `celery`, ...
    c.method as method,                              -- HTTP verb or name of the procedure; `""` where not known
    c.target as target,                              -- the address as far as known, `{}` for what is not
    c.host as host,                                  -- its host
    c.port as port,                                  -- its port, 0 where not known
    c.path as path,                                  -- path, topic, queue or task
    c.endpoint as endpoint,                          -- pattern of the route, or procedure, that it reaches; `""` where none is known
    c.sync as sync,                                  -- 1 if the caller waits for an answer
    c.in_loop as in_loop,                            -- 1 inside a loop of the function
    c.id in (select call from call_loop_) as loop,   -- 1 inside a loop of the function or of any that leads to it: see `call_loop`
    coalesce(t.region, '') as region,                -- `file:line` of the transaction around it, in the function or in any that leads to it; `""` outside
    coalesce(t.depth, 0) as transaction_depth,       -- number of function calls between that transaction and this call
    coalesce(t.function, '') as transaction_function, -- function that opens the transaction
    coalesce(o.file, '') as transaction_file,        -- where the call, or the function call that leads to it, stands in the transaction
    coalesce(t.line, 0) as transaction_line,         -- and on which line
    c.timeout as timeout,                            -- `explicit`, `none` (waits for ever), `default` (of the library), `framework` (none can be given), `unknown`, or `n/a` (nobody waits)
    c.address as address,                            -- where the address comes from: `literal`, `env`, `config`, `discovery`, `parameter` or `""`
    c.sink as sink,                                  -- 1 for a call of the library below a helper that has rows of its own
    c.sink or c.sink_file = '' as of_library,        -- 1 where the library is called
    c.sink_file as sink_file,                        -- where the helper calls the library; `""` where there is no helper
    c.sink_line as sink_line,                        -- and on which line
    c.guarded as guarded,                            -- 1 if a handler around it goes on with something else
    c.used as used,                                  -- 1 if the answer is used
    c.library as library,                            -- library that calls
    c.confidence as confidence,                      -- how far to trust it: `certain`, `high`, `medium` or `low`
    m.context as context,                            -- context of the function
    m.module as module,                              -- module of the function
    c.function as function,                          -- qualified name of the function
    m.file as file,                                  -- where it is
    c.line as line,                                  -- on which line
    c.column_number as column_number                 -- and in which column, counted from 0
from remote_call_ c left join module_ m on m.id = c.module
left join call_transaction_ t on t.call = c.id left join module_ o on o.id = t.module;

-- A loop that does a call once per element: it is in the function, or in one that leads to it; of every way the nearest loop.
-- needs: remote_call
-- example: Which loops call other services?
--   select to_service, loop_function, file, line from call_loop where to_service <> '' order by file, line
create view call_loop as select
    c.id as call,                                    -- number of the call in `remote_call`
    s.service as from_service,                       -- service that calls; `""` where there is none, or where several share the module
    c.to_service as to_service,                      -- service that it reaches; `""` where not known or outside
    c.protocol as protocol,                          -- `http`, `grpc`, ...
    c.method as method,                              -- HTTP verb or name of the procedure; `""` where not known
    c.host as host,                                  -- host of the address
    c.path as path,                                  -- path
    c.sync as sync,                                  -- 1 if the caller waits for an answer
    l.depth as depth,                                -- number of function calls between the loop and the call
    l.function as loop_function,                     -- function that has the loop
    m.service as loop_service,                       -- service in which the loop runs; `""` for a script, or what several services share
    s.context as context,                            -- context of the function that calls
    c.function as function,                          -- qualified name of that function
    m.file as file,                                  -- where the call, or the function call that leads to it, stands in the loop
    l.line as line                                   -- and on which line
from call_loop_ l join remote_call_ c on c.id = l.call join module_ s on s.id = c.module join module_ m on m.id = l.module;

-- A call, or message, from one service of the program to another, at the place where the target is known.
-- needs: remote_call
-- example: Who calls whom, and where?
--   select from_service, to_service, method, path, file, line from service_call order by from_service, to_service, file, line
create view service_call as select
    c.id as call,                                    -- its number in `remote_call`, which tells more of it
    m.service as from_service,                       -- service that calls
    c.to_service as to_service,                      -- service that is called
    c.protocol as protocol,                          -- `http`, `grpc`, `amqp`, `kafka`, `celery`, ...
    c.method as method,                              -- HTTP verb or name of the procedure; `""` where not known
    c.path as path,                                  -- path, topic, queue or task
    c.endpoint as endpoint,                          -- pattern of the route, or procedure, that it reaches; `""` where none is known
    c.sync as sync,                                  -- 1 if the caller waits for an answer
    c.address as address,                            -- where the address comes from
    c.guarded as guarded,                            -- 1 if a handler around it goes on with something else
    c.used as used,                                  -- 1 if the answer is used
    c.confidence as confidence,                      -- how far to trust it: `certain`, `high`, `medium` or `low`
    c.function as function,                          -- qualified name of the function
    m.file as file,                                  -- where it is
    c.line as line                                   -- and on which line
from remote_call_ c join module_ m on m.id = c.module
where not c.sink and m.service <> c.to_service and m.service <> '' and c.to_service <> '';

-- One step by which the address of a call came to be known.
-- needs: remote_call
-- example: Which addresses do manifests set?
--   select file, line, text from call_hop where what = 'manifest' order by file, line
create view call_hop as select
    h.call as call,                                  -- number of the call in `remote_call`
    h.step as step,                                  -- position, from 0
    h.what as what,                                  -- `literal`, `env`, `default`, `setting`, `manifest`, `host`, `port`, `gateway`, `procedure`, `name` or `parameter`
    h.text as text,                                  -- in words, without secrets
    h.file as file,                                  -- where it is said
    h.line as line                                   -- and on which line
from call_hop_ h;

-- Who calls or sends messages to whom: one row per pair of services, protocol and way to wait.
-- needs: remote_call
-- example: Which services depend on which at once?
--   select from_service, to_service, protocol, places from service_edge where sync order by from_service, to_service, protocol
create view service_edge as select
    from_service as from_service,                    -- service that calls or publishes
    to_service as to_service,                        -- service that is called or consumes
    protocol as protocol,                            -- `http`, `grpc`, `amqp`, `kafka`, `celery`, ...
    sync as sync,                                    -- 1 if the caller waits for an answer
    count(*) as places                               -- number of places
from (
    select m.service as from_service, c.to_service, c.protocol, c.sync, m.file, c.line
    from remote_call_ c join module_ m on m.id = c.module
    where not c.sink and m.service <> c.to_service and m.service <> '' and c.to_service <> ''
    union
    select p.service, q.service, a.protocol, 0, p.file, a.line
    from channel_link_ l
    join channel_use_ a on a.id = l.publish join module_ p on p.id = a.module
    join channel_use_ b on b.id = l.consume join module_ q on q.id = b.module
    where p.service <> q.service and p.service <> '' and q.service <> ''
)
group by from_service, to_service, protocol, sync;

-- A step of a cycle of services that wait for each other. One cycle is given for every pair of services whose calls would have to
-- go for the services to be free of cycles: all calls of the pair first, then the shortest way back.
-- needs: remote_call
-- example: Which calls close a cycle?
--   select cycle, from_service, to_service, file, line from service_cycle_step where step = 0 order by cycle, file, line
create view service_cycle_step as select
    s.cycle as cycle,                                -- the services on it, with ` -> ` between, starting at the first by name
    s.step as step,                                  -- 0: all calls of the pair that closes the cycle, the one with the fewest; 1, 2, ...: the first call of each step back
    s.from_service as from_service,                  -- service that calls
    s.to_service as to_service,                      -- service that is called
    s.call as call,                                  -- number of the call in `remote_call`
    c.confidence as confidence,                      -- how far to trust the call: `low` where only a name tells whom it reaches
    c.method as method,                              -- HTTP verb or name of the procedure
    c.path as path,                                  -- path
    c.function as function,                          -- qualified name of the function
    m.file as file,                                  -- where the call is
    c.line as line                                   -- and on which line
from service_cycle_step_ s join remote_call_ c on c.id = s.call join module_ m on m.id = c.module;

-- A step of a chain of calls that wait for each other, over three services and more. A call leads to what the function behind its
-- endpoint calls; where no endpoint of the service is known, to what the service calls at all.
-- needs: remote_call
-- example: Which chains are the longest?
--   select chain, services, file, line from service_chain where step = 0 order by services desc, chain, file, line
create view service_chain as select
    s.chain as chain,                                -- the services, with ` -> ` between
    s.services as services,                          -- how many services
    s.step as step,                                  -- position, from 0; several calls of a first step may lead to one chain
    s.joined as joined,                              -- `start`, `endpoint` (by what the endpoint before calls) or `service` (only by what the service before calls)
    m.service as from_service,                       -- service that calls
    c.to_service as to_service,                      -- service that is called
    s.call as call,                                  -- number of the call in `remote_call`
    c.method as method,                              -- HTTP verb or name of the procedure
    c.path as path,                                  -- path
    c.guarded as guarded,                            -- 1 if a handler around it goes on with something else
    c.function as function,                          -- qualified name of the function
    m.file as file,                                  -- where the call is
    c.line as line                                   -- and on which line
from service_chain_ s join remote_call_ c on c.id = s.call join module_ m on m.id = c.module;

-- A function at which work of a service begins, if it leads to a call of another service: the handler of a route or of messages,
-- or a function that no other one of the program calls.
-- needs: module
-- example: Which routes lead to calls of other services?
--   select service, name, function from entry_point where kind = 'route' order by service, name, function
create view entry_point as select
    e.id as entry,                                   -- its number
    e.kind as kind,                                  -- `route`, `consumer` or `top`
    e.name as name,                                  -- URL pattern, channel, or the function itself
    e.methods as methods,                            -- HTTP methods of the route, with `, ` between; `""`: not said
    e.service as service,                            -- its service
    m.module as module,                              -- module of the function
    e.function as function,                          -- qualified name of the function
    m.file as file                                   -- file of the function
from entry_point_ e join module_ m on m.id = e.module;

-- A call of another service that an entry point leads to, in its own function or through others.
-- needs: remote_call
-- example: Which entry points lead to the most services?
--   select service, name, count(distinct to_service) as services from entry_call group by service, name order by services desc, service, name
create view entry_call as select
    e.id as entry,                                   -- number of the entry point in `entry_point`
    e.kind as kind,                                  -- `route`, `consumer` or `top`
    e.name as name,                                  -- URL pattern, channel, or the function itself
    e.service as service,                            -- service of the entry point
    e.function as function,                          -- its function
    r.call as call,                                  -- number of the call in `remote_call`
    c.to_service as to_service,                      -- service that is called
    c.protocol as protocol,                          -- `http`, `grpc`, ...
    c.method as method,                              -- HTTP verb or name of the procedure
    c.path as path,                                  -- path
    c.sync as sync,                                  -- 1 if the caller waits for an answer
    c.guarded as guarded,                            -- 1 if a handler around it goes on with something else
    r.in_loop as in_loop,                            -- 1 if a loop lies on the way
    r.depth as depth,                                -- number of function calls between
    r.path as through,                               -- the functions between, with ` -> `
    m.file as file,                                  -- where the way begins in the entry point
    r.line as line,                                  -- and on which line
    n.file as call_file,                             -- where the call is
    c.line as call_line                              -- and on which line
from entry_call_ r join entry_point_ e on e.id = r.entry join remote_call_ c on c.id = r.call
join module_ m on m.id = r.module join module_ n on n.id = c.module;

-- A function publishes to a channel, or consumes from it.
-- needs: module
-- example: Which channels are there?
--   select channel, protocol, side, service, file, line from channel_use order by channel, side, file, line
create view channel_use as select
    u.id as use,                                     -- its number
    u.side as side,                                  -- `publish` or `consume`
    u.channel as channel,                            -- topic, queue or task; `""` where not known, `{}` for parts that are not
    u.queue as queue,                                -- for a consumer the queue that is bound to the channel, where one is
    u.protocol as protocol,                          -- `amqp`, `kafka`, `celery`, ...
    u.library as library,                            -- library that is used
    m.service as service,                            -- service of the function
    m.context as context,                            -- its context
    u.handler as handler,                            -- function that is called for each message, as `module:name`
    u.in_loop as in_loop,                            -- 1 inside a loop of the function
    coalesce(t.region, '') as region,                -- `file:line` of the transaction around it, in the function or in any that leads to it; `""` outside
    coalesce(t.depth, 0) as transaction_depth,       -- number of function calls between that transaction and this place
    coalesce(t.function, '') as transaction_function, -- function that opens the transaction
    u.after_commit as after_commit,                  -- 1 if the message is sent when the transaction is over
    u.dead_letters as dead_letters,                  -- 1 if failing messages are handed on
    (select count(*) from channel_link_ l where l.publish = u.id or l.consume = u.id)
      + (select count(*) from remote_call_ c where u.side = 'consume' and c.protocol = u.protocol and c.method = 'request' and c.path = u.channel)
      as partners,                                   -- number of places on the other side; of a consumer also of those that wait for its answer
    u.confidence as confidence,                      -- how far to trust it: `certain`, `high`, `medium` or `low`
    m.module as module,                              -- module of the function
    u.function as function,                          -- qualified name of the function
    m.file as file,                                  -- where it is
    u.line as line                                   -- and on which line
from channel_use_ u left join module_ m on m.id = u.module left join publish_transaction_ t on t.publish = u.id;

-- A database: a server's database that code connects to.
-- example: Which databases do several services use?
--   select database, services, names from database where services > 1 order by database
create view database as select
    database as database,                            -- what tells it apart: engine, server and name, without user or password
    max(engine) as engine,                           -- `postgresql`, `mysql`, `mongodb`, `sqlite`, ...
    max(server) as server,                           -- host and port; `""` where not known
    max(name) as name,                               -- its name on the server
    min(role) as role,                               -- `""`, or what it is used for beside data: `cache`, `broker`, `results`
    count(distinct nullif(service, '')) as services, -- number of services that use it
    replace(coalesce(group_concat(distinct nullif(service, '')), ''), ',', ', ') as names -- their names, with `, ` between
from database_use_ where database <> '' group by database;

-- A place that connects a service to a database.
-- example: Where is it said which database a service uses?
--   select service, database, alias, file, line from database_use order by service, database, file, line
create view database_use as select
    id as use,                                       -- its number
    database as database,                            -- what tells the database apart
    engine as engine,                                -- `postgresql`, ...; `""` where not known
    server as server,                                -- host and port
    name as name,                                    -- name of the database
    schema_name as schema_name,                      -- schema in it, where known
    alias as alias,                                  -- name that the code gives it
    role as role,                                    -- `""`, `cache`, `broker` or `results`
    service as service,                              -- whose use it is
    confidence as confidence,                        -- how far to trust it
    file as file,                                    -- where it is
    line as line                                     -- and on which line
from database_use_;

-- One step by which the database of a place came to be known.
-- needs: database_use
-- example: Which manifests say which database is used?
--   select text, file, line from database_hop where what = 'manifest' order by file, line
create view database_hop as select
    use as use,                                      -- number of the place in `database_use`
    step as step,                                    -- position, from 0
    what as what,                                    -- `literal`, `env`, `default`, `setting`, `manifest`, `host` or `parameter`
    text as text,                                    -- in words, without secrets
    file as file,                                    -- where it is said
    line as line                                     -- and on which line
from database_hop_;

-- A place that reads a variable of the environment.
-- needs: module
-- example: Which variables must be set?
--   select service, name, file, line from config_read where not has_default order by service, name, file, line
create view config_read as select
    r.name as name,                                  -- name of the variable
    r.has_default as has_default,                    -- 1 if the program goes on without
    m.service as service,                            -- service of the module
    (select count(*) from variable_ v where v.service = m.service and v.name = r.name) as places, -- number of places in manifests that set it for this service
    (select count(*) from variable_ v where v.service = m.service) as known, -- number of variables that manifests set for this service
    m.module as module,                              -- module
    r.function as function,                          -- qualified name of the function
    m.file as file,                                  -- where it is
    r.line as line                                   -- and on which line
from config_read_ r left join module_ m on m.id = r.module;

-- A variable that a manifest sets for a service.
-- example: What do the manifests say about addresses?
--   select service, name, value from variable where name like '%URL' order by service, name
create view variable as select
    service as service,                              -- service for which it is set
    name as name,                                    -- name of the variable
    value as value,                                  -- its value; `""` for secrets
    file as file,                                    -- manifest
    line as line                                     -- and line
from variable_;

-- A function, or a part of one, that is tried again after it failed.
-- needs: module
-- example: What is tried again without end?
--   select function, how, file, line from retry where bounded = 'no' order by file, line
create view retry as select
    r.id as retry,                                   -- its number
    r.how as how,                                    -- `tenacity`, `loop`, `requeue`, ...
    r.bounded as bounded,                            -- whether it ends: `yes`, `no` or `unknown`
    r.wait as wait,                                  -- wait before the next attempt: `none`, `fixed`, `growing` or `unknown`
    r.jitter as jitter,                              -- 1 if the wait is spread
    r.note as note,                                  -- in words
    m.service as service,                            -- service of the function
    m.context as context,                            -- its context
    m.module as module,                              -- module of the function
    r.function as function,                          -- qualified name of the function
    m.file as file,                                  -- where it is said
    r.line as line                                   -- and on which line
from retry_ r left join module_ m on m.id = r.module;

-- A remote call that is tried again: inside of what is retried, or reached from there.
-- needs: remote_call
-- example: Which calls are tried again, and how often?
--   select file, line, method, how, bounded from retried_call order by file, line, how
create view retried_call as select
    x.call as call,                                  -- number of the call in `remote_call`
    x.retry as retry,                                -- number of what is tried again in `retry`
    x.depth as depth,                                -- number of function calls between
    c.keyed as keyed,                                -- 1 if a key goes with it by which the other side knows a second attempt
    r.how as how,                                    -- `tenacity`, `loop`, ...
    r.bounded as bounded,                            -- whether it ends: `yes`, `no` or `unknown`
    n.file as retry_file,                            -- where it is said
    r.line as retry_line,                            -- and on which line
    m.service as from_service,                       -- service that calls
    c.to_service as to_service,                      -- service that is called
    c.protocol as protocol,                          -- `http`, `grpc`, ...
    c.method as method,                              -- HTTP verb or name of the procedure
    c.path as path,                                  -- path
    c.sync as sync,                                  -- 1 if the caller waits for an answer
    c.function as function,                          -- qualified name of the function that calls
    m.file as file,                                  -- where the call is
    c.line as line                                   -- and on which line
from retried_call_ x join retry_ r on r.id = x.retry join remote_call_ c on c.id = x.call
join module_ m on m.id = c.module join module_ n on n.id = r.module;

-- Something in the code that says how a service is run.
-- needs: module
-- example: What says something of metrics?
--   select service, text, file, line from sign where kind = 'metrics' order by file, line
create view sign as select
    s.kind as kind,                                  -- `metrics`, `health`, `print`, `breaker`, `cache`, `two-phase`, ...
    s.text as text,                                  -- as written
    m.service as service,                            -- service of the module
    m.context as context,                            -- its context
    m.module as module,                              -- module
    m.root as root,                                  -- its source root
    s.function as function,                          -- qualified name of the function
    m.file as file,                                  -- where it is
    s.line as line                                   -- and on which line
from sign_ s left join module_ m on m.id = s.module;

-- A class that holds data: an entity, or a plain one (a dataclass, a pydantic model, a named tuple).
-- needs: module
-- example: Which classes hand values around?
--   select service, name, file, line from record where kind = 'value' order by service, name, file
create view record as select
    r.name as name,                                  -- name of the class
    r.kind as kind,                                  -- `entity` or `value`
    r.fields as fields,                              -- number of its fields
    m.service as service,                            -- service of the module; `""` where there is none, or where several share it
    m.context as context,                            -- its context
    m.module as module,                              -- module that declares it
    m.root as root,                                  -- its source root
    m.file as file,                                  -- where the class is
    r.line as line                                   -- and on which line
from record_ r join module_ m on m.id = r.module;

-- Two services have each a class of the same name that holds data: both ways round.
-- needs: record
-- example: Which classes of two services look alike?
--   select name, service, other_service, likeness, file, line from record_copy order by name, file, line, other_service
create view record_copy as select
    r.name as name,                                  -- name of both classes
    r.kind as kind,                                  -- `entity` or `value`
    m.service as service,                            -- service that declares it
    o.service as other_service,                      -- service that declares the other one
    c.fields as fields,                              -- number of fields that both have
    c.likeness as likeness,                          -- those divided by all that either has: 1 is the same
    m.file as file,                                  -- where the class is
    r.line as line,                                  -- and on which line
    o.file as other_file                             -- where the other one is
from record_copy_ c join record_ r on r.id = c.one join module_ m on m.id = r.module
join record_ s on s.id = c.other join module_ o on o.id = s.module
where m.service <> o.service and m.service <> '' and o.service <> '';

-- One operation writes its own tables and tells another service, and nothing ties the two together: it publishes, or makes a
-- call that changes something.
-- needs: data_table
-- example: Which operations write here and tell it elsewhere?
--   select operation, table_name, kind, sent, file, line from dual_write order by file, line, table_name
create view dual_write as select
    d.operation as operation,                        -- qualified name of the function that does both, itself or through others
    p.file as operation_file,                        -- where it is
    d.operation_line as operation_line,              -- its last line that sends, or leads to the sending
    d.kind as kind,                                  -- `publish` or `call`
    d.sent as sent,                                  -- the channel, or method and path
    p.service as service,                            -- service of the operation
    d.to_service as to_service,                      -- service that is called; `""` for a message
    t.table_name as table_name,                      -- table that is written
    t.owner as owner,                                -- context that owns the table
    d.guarded as guarded,                            -- 1 if a handler around the sending goes on with something else
    d.compensated as compensated,                    -- 1 if the operation also deletes what it wrote
    w.file as write_file,                            -- where the write is
    d.write_line as write_line,                      -- and on which line
    m.module as module,                              -- module of the function that sends
    d.function as function,                          -- that function
    m.file as file,                                  -- where it sends
    d.line as line                                   -- and on which line
from dual_write_ d join module_ p on p.id = d.operation_module join module_ m on m.id = d.module
join module_ w on w.id = d.write_module join table_ t on t.id = d.table_id where p.service <> '';
