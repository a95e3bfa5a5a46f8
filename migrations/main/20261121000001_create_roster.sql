-- Who works where. A unit's path is its identity in the roster file; a person's key is
-- the NIP, the NI or a code of the agency's own. The id is internal because an NI changes
-- when a PPPK moves to another agency.
create table unit (
    id integer primary key,
    parent_id integer references unit (id),
    name text not null check (length(name) between 1 and 200),
    path text not null unique check (length(path) between 1 and 1000),
    depth integer not null check (depth >= 1), -- 1 = the government itself
    zone text not null check (zone in ('WIB', 'WITA', 'WIT'))
) strict;
create index unit_parent on unit (parent_id);

create table person (
    id integer primary key,
    key text not null unique check (length(key) between 1 and 40),
    key_kind text not null check (key_kind in ('nip', 'ni', 'code')),
    name text not null check (length(name) between 1 and 200),
    kind text not null check (kind in ('pns', 'pppk', 'non_asn', 'kepala_desa', 'perangkat_desa')),
    position text not null check (length(position) <= 300),
    head integer not null check (head in (0, 1)), -- heads this unit
    unit_id integer not null references unit (id),
    active integer not null default 1 check (active in (0, 1)),
    updated_at integer not null -- unix milliseconds, as every *_at
) strict;
create index person_unit on person (unit_id) where active = 1;

-- Which Telegram account speaks for which person. One account each way.
create table link (
    person_id integer primary key references person (id),
    telegram_id integer not null unique,
    language text not null default 'id' check (language in ('id', 'en')),
    linked_at integer not null
) strict;

-- One-time codes that bind an account to a person. Only the SHA-256 of the code is kept;
-- the code itself has 80 random bits, so no salt is needed.
create table binding_code (
    hash blob primary key check (length(hash) = 32),
    person_id integer not null references person (id),
    created_at integer not null,
    created_by integer, -- Telegram id of the admin; null: by command line
    expires_at integer not null,
    used_at integer,
    replaced_at integer
) strict, without rowid;
create unique index binding_code_open on binding_code (person_id)
    where used_at is null and replaced_at is null;
create index binding_code_person on binding_code (person_id);
