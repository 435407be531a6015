-- The graph. Tables end in "_" and may change; the views below are the vocabulary of rules and of users' queries and are stable.
-- Every view's first comment says what one row is; every column has its own comment. docs/views.md is checked against this file.

create table context_ (id integer primary key, name text, kind text, root text, declared integer, evidence text, owner text);
create table context_allows_ (context integer, allowed text);
create table module_ (id integer primary key, root text, module text, file text, context integer, role text, is_package integer, depth text, lines integer);
create table import_ (importer integer, imported integer, name text, kind text, line integer, is_public integer);
create table table_ (id integer primary key, name text, owner integer, evidence text, shared_kernel integer, database text, file text, line integer);
create table model_ (id integer primary key, model text, table_id integer, module integer, file text, line integer, orm text, proxy integer, managed integer);
create table relation_ (from_model text, field text, to_model text, kind text, on_delete text, cascade text, file text, line integer);
create table foreign_key_ (from_table integer, "column" text, to_table integer, kind text, on_delete text, enforced integer, module integer, file text, line integer);
create table access_ (module integer, function text, table_id integer, op text, via text, confidence integer, in_loop integer, region text, line integer, "column" integer, code text);
create table join_ (module integer, function text, from_table integer, to_table integer, path text, via text, confidence integer, line integer);
create table reference_ (module integer, model integer, how text, type_checking integer, line integer);
create table invocation_ (module integer, function text, callee_module integer, callee text, in_loop integer, region text, line integer);
create table return_ (module integer, function text, model integer, form text, line integer);
create table route_ (module integer, pattern text, view text, methods text, line integer);
create table gap_ (kind text, reason text, subject text, file text, line integer);
create table coverage_ (name text, value integer);
create table transaction_write_ (region text, module integer, table_id integer, op text, file text, line integer, function text, depth integer);
create table cycle_step_ (cycle text, step integer, from_context integer, to_context integer, importer integer, imported integer, line integer, kind text);
create table layer_index_ (package text, ratio real, layers text, modules integer, file text);

create view context as -- one named part of the code
select
  name,      -- its name
  kind,      -- service, context, or library (a context that owns no data and is shared on purpose)
  root,      -- the source root its modules lie in
  declared,  -- 1 where the configuration declares it
  evidence,  -- why it is a context
  owner      -- who answers for it, by configuration
from context_;

create view context_allows as -- one dependency that the configuration allows
select
  c.name as context, -- the context that may depend
  a.allowed          -- on this context; a context without rows may depend on all
from context_allows_ a join context_ c on c.id = a.context;

create view module as -- one importable file
select
  m.module,            -- its dotted name
  m.file,              -- its file
  c.name as context,   -- the context it belongs to
  c.kind as context_kind, -- service, context or library
  m.role,              -- source, test, migration or settings
  m.is_package,        -- 1 for an __init__.py
  m.depth,             -- full, or imports where only the imports were read
  m.lines,             -- lines of the file
  m.root               -- the source root it is imported from
from module_ m join context_ c on c.id = m.context;

create view module_import as -- one import of a module of the program
select
  a.module as importer,      -- the importing module
  b.module as imported,      -- the imported module
  i.name,                    -- the imported name, "" for a module
  i.kind,                    -- runtime, type_checking, lazy (inside a function) or dynamic (import_module)
  x.name as from_context,    -- the importer's context
  y.name as to_context,      -- the imported module's context
  x.kind as from_kind,       -- service, context or library
  y.kind as to_kind,         -- service, context or library
  i.is_public,               -- 1 if the imported module is public, or its context declares nothing public
  a.role,                    -- the importer's role: source, test, migration or settings
  a.file,                    -- the importer's file
  i.line                     -- the line of the statement
from import_ i
join module_ a on a.id = i.importer join context_ x on x.id = a.context
join module_ b on b.id = i.imported join context_ y on y.id = b.context;

create view data_table as -- one table
select
  t.name as table_name,       -- its full name
  coalesce(c.name, '') as owner, -- the context it belongs to, "" where nobody owns it
  t.evidence,                 -- which rule made it the owner
  t.shared_kernel,            -- 1 where every context may use it
  t.database,                 -- the database it lies in, where known
  coalesce(t.file, '') as file, -- where it is declared
  t.line                      -- and on which line
from table_ t left join context_ c on c.id = t.owner;

create view model as -- one entity: a class mapped to a table
select
  m.model,                    -- its dotted name
  t.name as table_name,       -- its table
  c.name as context,          -- the context whose code declares it
  m.orm,                      -- the library that maps it
  m.proxy,                    -- 1 for another class over the same table
  m.managed,                  -- 0 where the library does not create the table
  m.file,                     -- where the class stands
  m.line                      -- and on which line
from model_ m left join table_ t on t.id = m.table_id join module_ n on n.id = m.module join context_ c on c.id = n.context;

create view relation as -- one field of a model that points to another model
select
  from_model, -- the model that has the field
  field,      -- the field's name
  to_model,   -- the model it points to
  kind,       -- fk, o2o, m2m, relationship or inherits
  on_delete,  -- what happens here when the target is deleted (CASCADE, PROTECT, ...)
  cascade,    -- SQLAlchemy's cascade string
  file,       -- where the field stands
  line        -- and on which line
from relation_;

create view foreign_key as -- one column that refers to another table
select
  f.name as from_table,          -- the table that has the column
  k."column",                    -- the column
  t.name as to_table,            -- the table it refers to
  coalesce(a.name, '') as from_owner, -- who owns the first
  coalesce(b.name, '') as to_owner,   -- who owns the second
  coalesce(a.kind, '') as from_kind,  -- service or context
  coalesce(b.kind, '') as to_kind,    -- service or context
  k.kind,                        -- fk, o2o, m2m (of a join table) or inherits (multi-table inheritance)
  k.on_delete,                   -- CASCADE, PROTECT, ...
  k.enforced,                    -- 0 where the database does not enforce it
  max(f.shared_kernel, t.shared_kernel) as shared_kernel, -- 1 where one side belongs to every context
  k.file,                        -- where it is declared
  k.line                         -- and on which line
from foreign_key_ k join table_ f on f.id = k.from_table join table_ t on t.id = k.to_table
left join context_ a on a.id = f.owner left join context_ b on b.id = t.owner;

create view access as -- one place where a function reads, writes, deletes from or locks a table
select
  m.module,                      -- the module it stands in
  a.function,                    -- the function, by qualified name
  c.name as context,             -- the module's context
  c.kind as context_kind,        -- service, context or library
  t.name as table_name,          -- the table
  coalesce(o.name, '') as owner, -- who owns the table, "" where nobody does
  t.shared_kernel,               -- 1 where every context may use the table
  a.op,                          -- read, write, delete or lock
  a.via,                         -- the reason that produced the fact
  a.confidence,                  -- 3 certain, 2 high, 1 medium, 0 low
  a.in_loop,                     -- 1 inside a loop of the function
  a.region as transaction_site,  -- file:line of the transaction around it, "" outside
  m.role,                        -- the module's role
  m.file,                        -- its file
  a.line,                        -- the line
  a.code                         -- what is written there
from access_ a join module_ m on m.id = a.module join context_ c on c.id = m.context
join table_ t on t.id = a.table_id left join context_ o on o.id = t.owner;

create view data_join as -- one query that touches two tables
select
  m.module,                      -- the module it stands in
  j.function,                    -- the function
  c.name as context,             -- the module's context
  f.name as from_table,          -- the table the query starts at
  t.name as to_table,            -- the table it reaches
  coalesce(a.name, '') as from_owner, -- who owns the first
  coalesce(b.name, '') as to_owner,   -- who owns the second
  max(f.shared_kernel, t.shared_kernel) as shared_kernel, -- 1 where one side belongs to every context
  j.path,                        -- the lookup path or SQL text
  j.via,                         -- the reason that produced the fact
  j.confidence,                  -- 3 certain, 2 high, 1 medium, 0 low
  m.file,                        -- the file
  j.line                         -- the line
from join_ j join module_ m on m.id = j.module join context_ c on c.id = m.context
join table_ f on f.id = j.from_table join table_ t on t.id = j.to_table
left join context_ a on a.id = f.owner left join context_ b on b.id = t.owner;

create view model_reference as -- one place that names a model of the program
select
  n.module,                      -- the module it stands in
  n.role,                        -- the module's role
  c.name as context,             -- the module's context
  c.kind as context_kind,        -- service, context or library
  m.model,                       -- the model
  t.name as table_name,          -- its table
  coalesce(o.name, '') as owner, -- who owns the table
  t.shared_kernel,               -- 1 where every context may use it
  r.how,                         -- import, string or resolver
  r.type_checking,               -- 1 under "if TYPE_CHECKING"
  n.file,                        -- the file
  r.line                         -- the line
from reference_ r join module_ n on n.id = r.module join context_ c on c.id = n.context
join model_ m on m.id = r.model join table_ t on t.id = m.table_id left join context_ o on o.id = t.owner;

create view invocation as -- one call of a function of the program
select
  a.module,                      -- the calling module
  i.function,                    -- the calling function
  x.name as context,             -- its context
  b.module as callee_module,     -- the called module
  i.callee,                      -- the called function
  y.name as callee_context,      -- its context
  i.in_loop,                     -- 1 inside a loop
  i.region as transaction_site,  -- file:line of the transaction around it, "" outside
  a.file,                        -- the caller's file
  i.line                         -- the line
from invocation_ i join module_ a on a.id = i.module join context_ x on x.id = a.context
join module_ b on b.id = i.callee_module join context_ y on y.id = b.context;

create view model_return as -- one function that hands out a model
select
  n.module,                      -- the module it stands in
  r.function,                    -- the function
  c.name as context,             -- the module's context
  m.model,                       -- the model
  t.name as table_name,          -- its table
  coalesce(o.name, '') as owner, -- who owns the table
  t.shared_kernel,               -- 1 where every context may use it
  r.form,                        -- instance, query or collection
  n.file,                        -- the file
  r.line                         -- the line of the function
from return_ r join module_ n on n.id = r.module join context_ c on c.id = n.context
join model_ m on m.id = r.model join table_ t on t.id = m.table_id left join context_ o on o.id = t.owner;

create view route as -- one URL pattern
select
  r.pattern,         -- the pattern
  r.view,            -- the class or function that serves it
  r.methods,         -- its methods
  c.name as context, -- the context
  m.file,            -- the file
  r.line             -- the line
from route_ r join module_ m on m.id = r.module join context_ c on c.id = m.context;

create view transaction_write as -- one write inside a transaction, in the function itself or in one it calls (up to 3 calls deep)
select
  w.region as transaction_site,  -- file:line where the transaction is opened
  c.name as context,             -- the context that opens it
  t.name as table_name,          -- the table written to
  coalesce(o.name, '') as owner, -- who owns it
  t.shared_kernel,               -- 1 where every context may use it
  w.op,                          -- write or delete
  w.function,                    -- the function that writes
  w.depth,                       -- calls between the transaction and the write
  w.file,                        -- the file of the write
  w.line                         -- and its line
from transaction_write_ w join module_ m on m.id = w.module join context_ c on c.id = m.context
join table_ t on t.id = w.table_id left join context_ o on o.id = t.owner;

create view context_cycle_step as -- one import that keeps a cycle between contexts closed: for every step, the first such import
select
  s.cycle,                       -- the contexts of the cycle, sorted
  s.step,                        -- 1, 2, ... around the shortest way
  x.name as from_context,        -- the importing context
  y.name as to_context,          -- the imported context
  a.module as importer,          -- the importing module
  b.module as imported,          -- the imported module
  s.kind,                        -- runtime, lazy or dynamic
  a.file,                        -- the importer's file
  s.line                         -- the line
from cycle_step_ s join context_ x on x.id = s.from_context join context_ y on y.id = s.to_context
join module_ a on a.id = s.importer join module_ b on b.id = s.imported;

create view layer_index as -- how much the packages of one root package follow technical layers
select
  package, -- the root package
  ratio,   -- AMI(package, technical role) / AMI(package, cluster of imports): 0.25 and more is a layered layout
  layers,  -- the packages that are layers
  modules, -- modules that were compared
  file,    -- the root package's file
  1 as line -- its first line
from layer_index_;

create view gap as -- one thing that was seen and not understood
select
  kind,    -- syntax, encoding, size, depth, unreadable, import, call, query, sql, settings ...
  reason,  -- why
  subject, -- what
  file,    -- where
  line     -- and on which line, 0 for the file
from gap_;

create view coverage as -- one count of what was read and understood
select
  name,  -- what is counted
  value  -- how many
from coverage_;
