-- The graph: facts in private tables (their names end in "_"), and the public views that rules and users' queries read.
--
-- Every view here is public, and nothing else is. The line above a view says what one of its rows is; the comment behind a
-- column says what the column holds. `needs` names the views without whose rows a view says nothing: a rule that reads it is
-- then blind. docs/views.md is made from these comments, and the tests run every example.
-- A yes or no is 1 or 0. Text that is not known is "", never null. Contexts are written by name, "" is no context.

create table context_ (
    context text primary key,        -- its name
    kind text,                       -- service, context or library
    team text,                       -- who answers for it, by configuration
    root text,                       -- source root
    modules text,                    -- patterns of its modules, with ", " between
    declared integer,                -- by configuration
    declares_public integer,         -- configuration says which modules are public
    declares_depends_on integer,     -- configuration says which contexts it may depend on
    evidence text,                   -- why it is a context
    service text                     -- service that it is a part of
);

create table module_ (
    id integer primary key,          -- the number by which facts name the file they stand in
    module text,                     -- dotted name
    root text,                       -- source root
    file text,                       -- path
    context text,                    -- name of its context
    kind text,                       -- of the context; library where there is none
    role text,                       -- source, test, migration or settings; "" for a file that is no module
    is_package integer,              -- it is an __init__.py
    depth text,                      -- full or imports
    checked integer,                 -- rules look at it
    lines integer,                   -- number of lines
    service text,                    -- service it is deployed with
    by_hand integer                  -- people start it, and nothing imports it
);

create table import_ (
    importer integer,                -- module_.id
    imported integer,                -- module_.id
    name text,                       -- imported name
    kind text,                       -- runtime, type_checking, lazy or dynamic
    private text,                    -- why the importer should not see it
    allowed integer,                 -- the importer's context may depend on the other
    line integer                     -- line of the statement
);

create table table_ (
    id integer primary key,          -- the number by which facts name the table
    table_name text unique,          -- full name
    owner text,                      -- context
    owner_kind text,                 -- kind of that context
    evidence text,                   -- what made it the owner
    shared_kernel integer,           -- every context may use it
    database text,                   -- alias
    file text,                       -- where it is declared
    line integer,                    -- and on which line
    owner_service text               -- service that the owner is a part of
);

create table model_ (
    id integer primary key,          -- the number by which facts name the model
    model text,                      -- dotted name of the class
    table_id integer,                -- table_.id
    module integer,                  -- module_.id
    orm text,                        -- library
    label text,                      -- as the library calls it
    proxy integer,                   -- another class's table seen differently
    managed integer,                 -- the library creates the table
    third_party integer,             -- declared outside the analysed code
    line integer                     -- line of the class
);

create table relation_ (
    from_model integer,              -- model_.id
    field text,                      -- attribute
    to_model integer,                -- model_.id
    kind text,                       -- fk, o2o, m2m, relationship or inherits
    on_delete text,                  -- Django's on_delete
    cascade text,                    -- SQLAlchemy's cascade
    module integer,                  -- module_.id
    line integer                     -- line of the field
);

create table foreign_key_ (
    from_table integer,              -- table_.id
    column_name text,                -- column that refers
    to_table integer,                -- table_.id
    kind text,                       -- fk, o2o, m2m or inherits
    on_delete text,                  -- CASCADE, ...
    enforced integer,                -- by the database
    from_context text,               -- owner of from_table, else the context of the declaring module
    from_kind text,                  -- kind of that context
    module integer,                  -- module_.id
    line integer,                    -- line
    from_service text                -- service of from_context
);

create table route_ (
    pattern text,                    -- URL pattern
    view text,                       -- class or function
    methods text,                    -- with ", " between
    module integer,                  -- module_.id
    line integer,                    -- line
    view_module integer,             -- module_.id of the class or function
    view_name text,                  -- its qualified name there
    framework text                   -- library
);

create table access_ (
    module integer,                  -- module_.id
    context text,                    -- for which the function acts
    kind text,                       -- of that context
    function text,                   -- qualified name
    table_id integer,                -- table_.id
    op text,                         -- read, write, delete or lock
    via text,                        -- reason
    confidence text,                 -- certain, high, medium or low
    in_loop integer,                 -- inside a loop of the function
    region text,                     -- "file:line" of the transaction
    line integer,                    -- line
    column_number integer,           -- column
    text text,                       -- as written
    service text                     -- service in which the function acts
);

create table data_join_ (
    module integer,                  -- module_.id
    context text,                    -- for which the function acts
    kind text,                       -- of that context
    function text,                   -- qualified name
    from_table integer,              -- table_.id
    to_table integer,                -- table_.id
    path text,                       -- as written
    via text,                        -- reason
    confidence text,                 -- certain, high, medium or low
    line integer                     -- line
);

create table model_reference_ (
    module integer,                  -- module_.id
    model integer,                   -- model_.id
    how text,                        -- import, string or resolver
    public integer,                  -- through a public module
    type_checking integer,           -- for type checkers alone
    line integer                     -- line
);

create table invocation_ (
    caller integer,                  -- module_.id
    function text,                   -- qualified name
    callee integer,                  -- module_.id
    callee_function text,            -- qualified name
    in_loop integer,                 -- inside a loop of the function
    region text,                     -- "file:line" of the transaction
    line integer                     -- line
);

create table model_return_ (
    module integer,                  -- module_.id
    function text,                   -- qualified name
    model integer,                   -- model_.id
    form text,                       -- instance, query or collection
    of_model integer,                -- a method of a model, manager or query set
    line integer                     -- line of the function
);

create table migration_ (
    table_id integer,                -- table_.id
    module integer,                  -- module_.id
    line integer                     -- line
);

create table gap_ (
    kind text,                       -- syntax, encoding, name, sql, ...
    reason text,                     -- in words
    subject text,                    -- what it is about
    context text,                    -- of the file
    file text,                       -- path
    line integer                     -- line, 0 for the whole file
);

create table coverage_ (
    measure text,                    -- what is counted
    part text,                       -- of which
    count integer                    -- how many
);

-- Derived facts, computed in Python when the graph is built.

create table transaction_write_ (
    region text,                     -- "file:line" of the transaction
    module integer,                  -- module_.id of the function that opens it
    function text,                   -- that function
    line integer,                    -- line in it at which the write, or the call that leads to it, stands
    table_id integer,                -- table_.id
    op text,                         -- write, delete or lock
    confidence text,                 -- of the access
    depth integer,                   -- calls between
    path text,                       -- functions between, then what is written there
    write_module integer,            -- module_.id of the access
    write_line integer               -- line of the access
);

create table context_cycle_step_ (
    cycle text,                      -- contexts on it
    step integer,                    -- position, 0 is the closing one
    from_context text,               -- context
    to_context text,                 -- context
    module integer,                  -- module_.id
    line integer,                    -- line
    text text                        -- what is imported or named
);

create table layer_index_ (
    root text,                       -- source root
    package text,                    -- package whose layout is judged
    file text,                       -- its first file
    layers text,                     -- largest packages in it
    packages integer,                -- number of packages in it
    modules integer,                 -- number of modules in them
    technical_share real,            -- share of those in packages that are named like a layer
    role_agreement real,             -- how well packages agree with technical roles
    import_agreement real,           -- how well packages agree with clusters of imports
    layer_index real                 -- the first divided by the second
);

create table misplaced_ (
    kind text,                       -- module or table
    name text,                       -- dotted, or the table's
    module integer,                  -- module_.id of it, or of what declares the table; null where nothing does
    line integer,                    -- line
    context text,                    -- in which it sits
    better text,                     -- to which it belongs
    gain real,                       -- by how much it fits better
    links_here real,                 -- share of its links
    links_there real,                -- share of its links
    words_here real,                 -- likeness
    words_there real,                -- likeness
    reasons text                     -- with "; " between
);

create table contract_break_ (
    contract text,                   -- its name
    type text,                       -- as import-linter names it
    guidance text,                   -- what the configuration says to do
    importer text,                   -- module where the chain begins
    imported text,                   -- module where it ends
    importer_id integer,             -- module_.id of it
    imported_id integer,             -- module_.id of it; null outside of the program
    why text,                        -- what the contract says, in words
    chain integer,                   -- number of the chain, from 1, within the contract
    step integer,                    -- place in the chain, from 1
    module integer,                  -- module_.id of what imports at this step
    to_module text,                  -- what is imported there
    line integer                     -- line of the import
);

create table waiver_ (
    rule text,                       -- that is waived
    state text,                      -- used, unused or not run
    says text,                       -- why it is unused
    reason text,                     -- as written
    file text,                       -- where it stands
    line integer                     -- and on which line
);

-- A context: a named part of the code with a boundary.
-- example: Which contexts are there, and who answers for them?
--   select context, kind, team, modules from context order by context
create view context as select
    context as context,                              -- its name
    kind as kind,                                    -- `service`, `context` or `library`
    team as team,                                    -- who answers for it (`owner` in the configuration)
    root as root,                                    -- source root it lies in
    modules as modules,                              -- patterns of its modules, with `, ` between
    declared as declared,                            -- 1 if the configuration declares it
    declares_public as declares_public,              -- 1 if the configuration says which of its modules are public
    declares_depends_on as declares_depends_on,      -- 1 if the configuration says which contexts it may depend on
    evidence as evidence,                            -- why it is a context
    service as service                               -- service that it is a part of; `""` where there is none
from context_;

-- A module: one importable file.
-- example: How large is every context?
--   select context, count(*) as modules, sum(lines) as lines from module where role = 'source' group by context order by lines desc
create view module as select
    module as module,                                -- dotted name within its source root
    root as root,                                    -- source root, relative to the analysed path
    file as file,                                    -- path, relative to the analysed path
    context as context,                              -- its context
    kind as kind,                                    -- kind of the context; `library` where there is none
    role as role,                                    -- `source`, `test`, `migration` or `settings`
    checked as checked,                              -- 1 if rules look at it: it is no migration, and no test unless tests are included
    is_package as is_package,                        -- 1 for an `__init__.py`
    depth as depth,                                  -- how far it was read: `full` or `imports`
    lines as lines,                                  -- number of lines
    service as service,                              -- service it is deployed with; `""` where there is none, or where several share it
    by_hand as by_hand                               -- 1 for a script, an example or a tool of development: people start it, and nothing imports it
from module_ where role <> '';

-- One module imports another module of the program, once per statement and imported name.
-- needs: module
-- example: What does one context import from another inside functions, where nobody sees it?
--   select importer, imported, name, file, line from import where kind = 'lazy' and from_context <> to_context order by file, line
create view import as select
    a.module as importer,                            -- module that imports
    a.root as importer_root,                         -- its source root
    a.role as role,                                  -- its role: `source`, `test`, `migration` or `settings`
    a.checked as checked,                            -- 1 if rules look at it: it is no migration, and no test unless tests are included
    a.context as from_context,                       -- its context
    a.kind as from_kind,                             -- kind of that context; `library` where there is none
    b.module as imported,                            -- module that is imported
    b.root as imported_root,                         -- its source root
    b.context as to_context,                         -- its context
    b.kind as to_kind,                               -- kind of that context; `library` where there is none
    case when a.service <> b.service and a.service <> '' and b.service <> '' then 'services' else 'contexts' end as boundary, -- `services` if they belong to different services, else `contexts`
    a.service as from_service,                       -- service that imports; `""` where there is none, or where several share the module
    b.service as to_service,                         -- service that is imported
    i.name as name,                                  -- name taken from the module; `""` where the whole module, or all of it, is imported
    i.kind as kind,                                  -- `runtime`, `type_checking`, `lazy` (inside a function) or `dynamic` (by name, as a string)
    i.private as private,                            -- why another context should not see it: `not public` by configuration, `underscore` by its name; else `""`
    i.allowed as allowed,                            -- 0 if `depends-on` of the importing context leaves the other context out
    a.file as file,                                  -- where the statement is
    i.line as line                                   -- and on which line
from import_ i left join module_ a on a.id = i.importer left join module_ b on b.id = i.imported;

-- One context imports another: all imports of the pair that rules look at, so without those of migrations and tests.
-- needs: module, context
-- example: Which contexts depend on which, and how much?
--   select from_context, to_context, runtime, lazy from context_import order by runtime + lazy desc, from_context, to_context
create view context_import as select
    a.context as from_context,                       -- context that imports
    b.context as to_context,                         -- context that is imported
    min(i.allowed) as allowed,                       -- 0 if `depends-on` of the importing context leaves the other out
    count(distinct a.id) as importers,               -- number of modules that import
    count(distinct b.id) as imported,                -- number of modules that are imported
    sum(i.kind = 'runtime') as runtime,              -- imports at module level
    sum(i.kind = 'lazy') as lazy,                    -- imports inside functions
    sum(i.kind = 'dynamic') as dynamic,              -- imports by name
    sum(i.kind = 'type_checking') as type_checking   -- imports for type checkers alone
from import_ i join module_ a on a.id = i.importer join module_ b on b.id = i.imported
where a.context <> b.context and a.context <> '' and b.context <> '' and a.checked
group by a.context, b.context;

-- An entity: a class mapped to a table. Abstract bases are none.
-- needs: model
-- example: Which tables have more than one class?
--   select table_name, group_concat(model, ', ') as models from model where not proxy group by table_name having count(*) > 1 order by table_name
create view model as select
    o.model as model,                                -- dotted name of the class
    coalesce(t.table_name, '') as table_name,        -- its table
    m.context as context,                            -- context of the module that declares it
    m.service as service,                            -- service of that module
    coalesce(t.owner, '') as owner,                  -- context that owns the table
    coalesce(t.shared_kernel, 0) as shared_kernel,   -- 1 if every context may use the table
    o.orm as orm,                                    -- library that maps it
    o.label as label,                                -- as the library calls it (`app_label.Model`)
    o.proxy as proxy,                                -- 1 if it shows another class's table
    o.managed as managed,                            -- 0 if the library does not create the table
    o.third_party as third_party,                    -- 1 if it is declared outside the analysed code
    coalesce(t.database, '') as database,            -- alias of the database
    m.module as module,                              -- module that declares it
    m.root as root,                                  -- source root of the module
    m.file as file,                                  -- where the class is
    o.line as line                                   -- and on which line
from model_ o left join module_ m on m.id = o.module left join table_ t on t.id = o.table_id;

-- A table, and the one context that owns it.
-- needs: data_table
-- example: Who owns which table, and why?
--   select table_name, owner, evidence from data_table order by owner, table_name
create view data_table as select
    table_name as table_name,                        -- full name as the database knows it
    owner as owner,                                  -- context that owns it; `""`: nobody
    owner_kind as owner_kind,                        -- kind of that context
    owner_service as owner_service,                  -- service that the owner is a part of; `""` where there is none
    evidence as evidence,                            -- what made it the owner: configuration, migration, declaration, only writer
    shared_kernel as shared_kernel,                  -- 1 if every context may use it
    database as database,                            -- alias of the database
    file as file,                                    -- where it is declared; `""` if only used
    line as line                                     -- and on which line
from table_;

-- A field of a model that points to another model, once per concrete class that has it.
-- needs: data_table
-- example: Which relations delete rows of another class on their own?
--   select from_model, field, to_model, on_delete, cascade from relation where on_delete = 'CASCADE' or cascade like '%delete%' order by from_model, field
create view relation as select
    a.model as from_model,                           -- class that has the field
    r.field as field,                                -- the attribute
    b.model as to_model,                             -- class it points to
    r.kind as kind,                                  -- `fk`, `o2o`, `m2m`, `relationship` or `inherits`
    r.on_delete as on_delete,                        -- `CASCADE`, `PROTECT`, ... where the library has it
    r.cascade as cascade,                            -- SQLAlchemy's cascade of a relationship
    coalesce(s.table_name, '') as from_table,        -- table of from_model
    coalesce(t.table_name, '') as to_table,          -- table of to_model
    coalesce(s.owner, '') as from_context,           -- context that owns from_table
    coalesce(t.owner, '') as to_context,             -- context that owns to_table
    coalesce(t.shared_kernel, 0) as shared_kernel,   -- 1 if every context may use to_table
    case when s.owner_service <> t.owner_service and s.owner_service <> '' and t.owner_service <> '' then 'services' else 'contexts' end as boundary, -- `services` if they belong to different services, else `contexts`
    m.module as module,                              -- module that declares the field
    m.file as file,                                  -- where the field is
    r.line as line                                   -- and on which line
from relation_ r
left join model_ a on a.id = r.from_model left join model_ b on b.id = r.to_model
left join table_ s on s.id = a.table_id left join table_ t on t.id = b.table_id
left join module_ m on m.id = r.module;

-- A column that refers to another table.
-- needs: data_table
-- example: Which constraints hold contexts together?
--   select from_context, from_table, column_name, to_table, to_context from foreign_key where enforced and from_context <> to_context order by from_table, column_name
create view foreign_key as select
    s.table_name as from_table,                      -- table that has the column
    k.column_name as column_name,                    -- the column
    t.table_name as to_table,                        -- table it refers to
    k.from_context as from_context,                  -- context that owns from_table, else the one that declares the column
    t.owner as to_context,                           -- context that owns to_table
    t.shared_kernel as shared_kernel,                -- 1 if every context may use to_table
    case when k.from_service <> t.owner_service and k.from_service <> '' and t.owner_service <> '' then 'services' else 'contexts' end as boundary, -- `services` if they belong to different services, else `contexts`
    k.kind as kind,                                  -- `fk`, `o2o`, `m2m` (of the table between) or `inherits`
    k.on_delete as on_delete,                        -- `CASCADE`, `PROTECT`, ...; `""` where nothing is said
    k.enforced as enforced,                          -- 0 if the database does not know of it
    m.module as module,                              -- module that declares it
    m.file as file,                                  -- where it is declared
    k.line as line                                   -- and on which line
from foreign_key_ k left join table_ s on s.id = k.from_table left join table_ t on t.id = k.to_table left join module_ m on m.id = k.module;

-- A URL pattern and what serves it.
-- needs: module
-- example: Which context serves what?
--   select m.context, r.pattern, r.view, r.methods from route r join module m on m.file = r.file order by r.pattern
create view route as select
    r.pattern as pattern,                            -- URL pattern
    r.view as view,                                  -- class or function that serves it
    r.methods as methods,                            -- HTTP methods, with `, ` between; `""`: not said
    m.context as context,                            -- context of the module that holds the pattern
    m.service as service,                            -- service of that module
    r.framework as framework,                        -- library that serves it
    coalesce(h.module, '') as handler_module,        -- module of the class or function that serves it; `""` where that is outside of the program
    r.view_name as handler,                          -- qualified name of the class or function there
    m.module as module,                              -- module that holds the pattern
    m.file as file,                                  -- where the pattern is
    r.line as line                                   -- and on which line
from route_ r left join module_ m on m.id = r.module left join module_ h on h.id = r.view_module;

-- A function reads, writes, deletes from or locks a table. Functions of migrations are left out, and those of tests unless tests
-- are included: the same holds for every view of what functions do.
-- needs: data_table
-- example: Which functions read another context's table in a loop?
--   select module, function, table_name, file, line from access where op = 'read' and in_loop and from_context <> owner order by file, line
create view access as select
    m.module as module,                              -- module of the function
    m.root as root,                                  -- source root of the module
    a.function as function,                          -- qualified name of the function; `<module>` for code outside functions
    a.context as from_context,                       -- context for which the function acts: that of its module or, where only classes of another context inherit it and do this, theirs
    a.kind as from_kind,                             -- kind of that context; `library` where there is none
    t.table_name as table_name,                      -- the table
    t.owner as owner,                                -- context that owns the table
    t.shared_kernel as shared_kernel,                -- 1 if every context may use the table
    case when a.service <> t.owner_service and a.service <> '' and t.owner_service <> '' then 'services' else 'contexts' end as boundary, -- `services` if they belong to different services, else `contexts`
    a.service as service,                            -- service of the function; `""` where there is none, or where several share it
    t.owner_service as owner_service,                -- service that the owner is a part of
    a.op as op,                                      -- `read`, `write`, `delete` or `lock`
    a.via as via,                                    -- the reason to believe it: `query`, `instance`, `sql`, `join`, `lazy`, `cascade`, ...
    a.confidence as confidence,                      -- how far to trust the reason: `certain`, `high`, `medium` or `low`
    a.in_loop as in_loop,                            -- 1 inside a loop of the function
    a.region as region,                              -- `file:line` of the innermost transaction around it in the function; `""` outside
    m.role as role,                                  -- role of the module: `source`, `settings`, or `test` if tests are included
    m.file as file,                                  -- where it is
    a.line as line,                                  -- on which line
    a.column_number as column_number,                -- and in which column, counted from 0
    a.text as text                                   -- the SQL text; `""` where the access is written in Python
from access_ a left join module_ m on m.id = a.module left join table_ t on t.id = a.table_id;

-- One query reaches from one table to another.
-- needs: data_table
-- example: Which tables are joined most often?
--   select from_table, to_table, count(*) as joins from data_join group by from_table, to_table order by joins desc, from_table, to_table
create view data_join as select
    m.module as module,                              -- module of the function
    j.function as function,                          -- qualified name of the function
    j.context as from_context,                       -- context for which the function acts; as of `access`
    j.kind as from_kind,                             -- kind of that context; `library` where there is none
    s.table_name as from_table,                      -- table at which the query starts
    s.owner as from_owner,                           -- context that owns it
    s.shared_kernel as from_shared,                  -- 1 if every context may use it
    t.table_name as to_table,                        -- table that it reaches
    t.owner as to_owner,                             -- context that owns it
    t.shared_kernel as to_shared,                    -- 1 if every context may use it
    case when s.owner_service <> t.owner_service and s.owner_service <> '' and t.owner_service <> '' then 'services' else 'contexts' end as boundary, -- `services` if the owners belong to different services, else `contexts`
    j.path as path,                                  -- what was written: a lookup path, a join, SQL
    j.via as via,                                    -- the reason to believe it
    j.confidence as confidence,                      -- `certain`, `high`, `medium` or `low`
    m.file as file,                                  -- where it is
    j.line as line                                   -- and on which line
from data_join_ j left join module_ m on m.id = j.module left join table_ s on s.id = j.from_table left join table_ t on t.id = j.to_table;

-- A place that names a model: by import, as a string, or through a resolver such as `get_model`.
-- needs: data_table
-- example: Who names models of other contexts as strings?
--   select file, line, model, how from model_reference where how <> 'import' and from_context <> to_context order by file, line
create view model_reference as select
    o.model as model,                                -- dotted name of the class
    r.how as how,                                    -- `import`, `string` or `resolver`
    m.module as module,                              -- module that names it
    m.role as role,                                  -- its role: `source`, `test`, `migration` or `settings`
    m.checked as checked,                            -- 1 if rules look at it: it is no migration, and no test unless tests are included
    m.context as from_context,                       -- its context
    m.kind as from_kind,                             -- kind of that context; `library` where there is none
    coalesce(nullif(t.owner, ''), d.context, '') as to_context, -- context that owns the model's table, else the one that declares the model
    coalesce(nullif(t.owner_kind, ''), d.kind, 'library') as to_kind, -- kind of that context; `library` where there is none
    coalesce(t.shared_kernel, 0) as shared_kernel,   -- 1 if every context may use the model
    case when m.service <> coalesce(nullif(t.owner_service, ''), d.service, '') and m.service <> '' and coalesce(nullif(t.owner_service, ''), d.service, '') <> '' then 'services' else 'contexts' end as boundary, -- `services` if they belong to different services, else `contexts`
    r.public as public,                              -- 1 if it is imported from a module that the configuration calls public
    r.type_checking as type_checking,                -- 1 if it is imported for type checkers alone
    m.file as file,                                  -- where it is
    r.line as line                                   -- and on which line
from model_reference_ r
left join module_ m on m.id = r.module left join model_ o on o.id = r.model
left join module_ d on d.id = o.module left join table_ t on t.id = o.table_id;

-- A function of the program calls another.
-- needs: module
-- example: Which functions are called from other contexts?
--   select callee_module, callee_function, count(distinct from_context) as contexts from invocation where from_context <> to_context group by callee_module, callee_function order by contexts desc, callee_module, callee_function
create view invocation as select
    a.module as module,                              -- module of the calling function
    i.function as function,                          -- qualified name of the calling function
    a.context as from_context,                       -- context of the calling function
    b.module as callee_module,                       -- module of the function that is called
    i.callee_function as callee_function,            -- qualified name of the function that is called
    b.context as to_context,                         -- context of the function that is called
    b.file as callee_file,                           -- file of the function that is called
    i.in_loop as in_loop,                            -- 1 inside a loop of the calling function
    i.region as region,                              -- `file:line` of the innermost transaction around the call; `""` outside
    a.role as role,                                  -- role of the calling module: `source`, `settings`, or `test` if tests are included
    a.file as file,                                  -- where the call is
    i.line as line                                   -- and on which line
from invocation_ i left join module_ a on a.id = i.caller left join module_ b on b.id = i.callee;

-- A function returns or yields instances or a query set of a model.
-- needs: data_table
-- example: Which functions hand out query sets?
--   select module, function, model from model_return where form = 'query' order by module, function, model
create view model_return as select
    m.module as module,                              -- module of the function
    r.function as function,                          -- qualified name of the function
    m.context as context,                            -- context of the module
    o.model as model,                                -- dotted name of the class
    coalesce(t.table_name, '') as table_name,        -- its table
    coalesce(t.owner, '') as owner,                  -- context that owns the table
    coalesce(t.shared_kernel, 0) as shared_kernel,   -- 1 if every context may use the table
    r.form as form,                                  -- `instance`, `query` or `collection`
    r.of_model as of_model,                          -- 1 if the function is a method of a model, or of a model's managers and query sets
    m.file as file,                                  -- where the function is
    r.line as line                                   -- and on which line
from model_return_ r left join module_ m on m.id = r.module left join model_ o on o.id = r.model left join table_ t on t.id = o.table_id;

-- A migration or DDL statement creates a table, or gives it a new name.
-- needs: data_table
-- example: Which context creates which tables?
--   select context, table_name, file from migration order by context, table_name
create view migration as select
    t.table_name as table_name,                      -- the table
    m.context as context,                            -- context of the file
    m.module as module,                              -- module of the migration
    m.file as file,                                  -- where it is created
    g.line as line                                   -- and on which line
from migration_ g left join table_ t on t.id = g.table_id left join module_ m on m.id = g.module;

-- A write inside a transaction: in the function that opens it, or in one that it calls, three calls deep at most.
-- needs: data_table
-- example: Which transactions write for more than one owner?
--   select region, function, group_concat(distinct owner) as owners from transaction_write where owner <> '' group by region, function having count(distinct owner) > 1 order by region
create view transaction_write as select
    w.region as region,                              -- `file:line` of the transaction
    m.module as module,                              -- module of the function that opens it
    w.function as function,                          -- qualified name of that function
    m.context as from_context,                       -- context of that module
    m.kind as from_kind,                             -- kind of that context; `library` where there is none
    t.table_name as table_name,                      -- table that is written
    t.owner as owner,                                -- context that owns the table
    t.shared_kernel as shared_kernel,                -- 1 if every context may use the table
    case when m.service <> t.owner_service and m.service <> '' and t.owner_service <> '' then 'services' else 'contexts' end as boundary, -- `services` if they belong to different services, else `contexts`
    w.op as op,                                      -- `write`, `delete` or `lock`
    w.confidence as confidence,                      -- how far to trust the access: `certain`, `high`, `medium` or `low`
    w.depth as depth,                                -- number of calls between: 0 is a write in the function itself
    w.path as path,                                  -- the functions between, with ` -> `, then what is written there
    m.file as file,                                  -- file of the function that opens the transaction
    w.line as line,                                  -- line in it at which the write, or the call that leads to it, stands
    n.file as write_file,                            -- file of the write
    w.write_line as write_line                       -- line of the write
from transaction_write_ w left join module_ m on m.id = w.module left join module_ n on n.id = w.write_module left join table_ t on t.id = w.table_id;

-- A step of a cycle between contexts: a place where one imports the next, or names a model of it. One cycle is given for every
-- pair of contexts whose imports would have to go for the contexts to be free of cycles: the pair first, then the shortest way back.
-- needs: module, context
-- example: Which imports close a cycle?
--   select cycle, from_context, to_context, file, line, text from context_cycle_step where step = 0 order by cycle, file, line
create view context_cycle_step as select
    s.cycle as cycle,                                -- the contexts on it, with ` -> ` between, starting at the first by name
    s.step as step,                                  -- 0: all places of the pair that closes the cycle, the one with the fewest; 1, 2, ...: the first place of each step back
    s.from_context as from_context,                  -- context that depends
    s.to_context as to_context,                      -- context that it depends on
    s.text as text,                                  -- what is imported or named
    m.module as module,                              -- module that imports or names it
    m.file as file,                                  -- where
    s.line as line                                   -- and on which line
from context_cycle_step_ s left join module_ m on m.id = s.module;

-- How far the packages of a source root follow technical layers (views, models, tasks) instead of domains.
-- needs: module
-- example: Is the code cut by layer?
--   select package, layers, technical_share, layer_index from layer_index order by root
create view layer_index as select
    root as root,                                    -- source root
    package as package,                              -- package whose layout is judged: the innermost one with most modules; `""` for the root itself
    layers as layers,                                -- the largest packages in it, with `, ` between
    packages as packages,                            -- number of packages in it
    modules as modules,                              -- number of modules in those
    technical_share as technical_share,              -- share of those modules in packages named like a layer (`models`, `views`, `utils`, ...)
    role_agreement as role_agreement,                -- adjusted mutual information of packages and technical roles, times the share of modules that have a role
    import_agreement as import_agreement,            -- adjusted mutual information of packages and clusters of the import graph
    layer_index as layer_index,                      -- the first divided by the second: 0.25 and more means layers
    file as file,                                    -- first file of the package
    1 as line                                        -- its first line
from layer_index_;

-- Something that was seen and not understood.
-- example: Which files could not be read?
--   select file, line, reason from gap where kind = 'syntax' order by file, line
create view gap as select
    kind as kind,                                    -- `syntax`, `encoding`, `size`, `depth`, `unreadable`, `import`, `name`, `call`, `sql`, `settings`, ...
    reason as reason,                                -- in words
    subject as subject,                              -- what it is about
    context as context,                              -- context of the file
    file as file,                                    -- where
    line as line                                     -- and on which line; 0: the whole file
from gap_;

-- How much was read and understood: one row per count.
-- example: How much was read?
--   select measure, part, count from coverage order by measure, part
create view coverage as select
    measure as measure,                              -- `files` by role, `uses` by outcome, `lines`, `accesses`, `sql`, `imports`
    part as part,                                    -- which of them; `""` where there is only one
    count as count                                   -- how many
from coverage_;

-- A module or table whose links and words belong to another context than the one it sits in. This is found by the same computation
-- as `boundary-lint seams` and takes seconds, so it is done only for rules and queries that read this view.
-- needs: context
-- example: What sits in the wrong context, and where does it belong?
--   select kind, name, context, better_context, reasons from misplaced order by gain desc, kind, name
create view misplaced as select
    d.kind as kind,                                  -- `module` or `table`
    d.name as name,                                  -- dotted name of the module, or full name of the table
    d.context as context,                            -- context it sits in, of the configuration, else of apps or packages
    d.better as better_context,                      -- context it belongs to
    d.gain as gain,                                  -- by how much it fits there better, -1 to 2: see docs/seams.md
    d.links_here as links_here,                      -- share of its links that lead to the context it sits in, 0 to 1
    d.links_there as links_there,                    -- share that leads to the better one
    d.words_here as words_here,                      -- how alike it speaks to the context it sits in (cosine, 0 to 1); 0 of a table
    d.words_there as words_there,                    -- how alike to the better one
    d.reasons as reasons,                            -- what ties it there, in words, with `; ` between
    coalesce(m.module, '') as module,                -- the module, or the one that declares the table
    coalesce(m.root, '') as root,                    -- its source root
    coalesce(m.file, '') as file,                    -- its file
    d.line as line                                   -- 1 of a module, else the line of the class
from misplaced_ d left join module_ m on m.id = d.module;

-- One import of a chain that breaks a contract of an import-linter configuration (`.importlinter`, `setup.cfg` or `pyproject.toml`). The
-- contracts are checked by import-linter's own code, which must be installed, on the imports found here; only for rules and queries
-- that read this view. Contracts that could not be checked are gaps.
-- needs: import
-- example: How many chains break which contract?
--   select contract, type, count(distinct chain) as chains from contract_break group by contract, type order by contract, type
create view contract_break as select
    d.contract as contract,                          -- its name
    d.type as type,                                  -- `layers`, `independence`, `forbidden`, `protected`, `private_modules` or `acyclic_siblings`
    d.guidance as guidance,                          -- what the configuration says to do (`broken_contract_guidance`)
    d.importer as importer,                          -- module where the chain begins
    coalesce(a.context, '') as from_context,         -- its context
    d.imported as imported,                          -- module where the chain ends; `""` where the contract wants a module to be listed
    coalesce(b.context, '') as to_context,           -- its context; `""` outside of the program
    d.why as why,                                    -- what the contract says of it, in words
    d.chain as chain,                                -- number of the chain within the contract
    d.step as step,                                  -- place of the import in the chain, from 1; 0 where there is none
    coalesce(m.module, '') as module,                -- module that imports at this step
    d.to_module as to_module,                        -- module that is imported at this step
    coalesce(m.root, '') as root,                    -- source root of the module that imports
    coalesce(m.file, '') as file,                    -- its file
    d.line as line                                   -- line of the import
from contract_break_ d left join module_ a on a.id = d.importer_id left join module_ b on b.id = d.imported_id
left join module_ m on m.id = d.module;

-- A waiver of one rule: a comment `# boundary-lint: ignore[rule-id] reason`, or an entry of the configuration. It is known only after the other rules
-- ran, so there are rows in a check alone, not in a query.
-- example: Which waivers have no reason?
--   select rule, file, line from waiver where reason = '' order by file, line, rule
create view waiver as select
    rule as rule,                                    -- id of the rule; `""` where none is named
    state as state,                                  -- `used`, `unused`, or `not run` if its rule did not run
    says as says,                                    -- why it is unused, in words
    reason as reason,                                -- what is written behind it
    file as file,                                    -- where it stands
    line as line                                     -- and on which line
from waiver_;
