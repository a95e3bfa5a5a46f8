create table document (
    id integer primary key,
    slug text not null unique check (length(slug) between 1 and 64)
) strict;

-- Immutable. The canonical text is what its SHA-256 is of; content is the same document as JSON.
create table document_version (
    id integer primary key,
    document_id integer not null references document (id),
    number integer not null check (number >= 1),
    sha256 blob not null check (length(sha256) = 32),
    canonical text not null,
    content text not null check (json_valid(content)),
    imported_at integer not null,
    unique (document_id, number)
) strict;
create trigger document_version_no_update before update on document_version
    begin select raise(abort, 'a document version is immutable'); end;
create trigger document_version_no_delete before delete on document_version
    begin select raise(abort, 'a document version is immutable'); end;

-- How far someone has read. It is evidence, and it is what any button resumes from.
create table clause_reading (
    person_id integer not null references person (id),
    version_id integer not null references document_version (id),
    clause integer not null check (clause >= 0), -- 0 = preamble, then 1..n
    shown_at integer not null,
    read_at integer,
    primary key (person_id, version_id, clause)
) strict, without rowid;

-- The ledger. `hash` is of the entry's canonical form, which holds the hash before it.
create table acknowledgement (
    seq integer primary key check (seq >= 1),
    person_id integer not null references person (id),
    version_id integer not null references document_version (id),
    act text not null check (act in ('follow', 'sign')),
    at integer not null,
    readings text not null, -- when each clause was read, comma-separated, as hashed
    commitment blob not null check (length(commitment) = 32),
    previous blob not null check (length(previous) = 32),
    hash blob not null unique check (length(hash) = 32),
    unique (person_id, version_id)
) strict;

create trigger acknowledgement_no_update before update on acknowledgement
    begin select raise(abort, 'the ledger is append-only'); end;
create trigger acknowledgement_no_delete before delete on acknowledgement
    begin select raise(abort, 'the ledger is append-only'); end;

-- Who the commitment of an entry is of, as they were at that moment. A row here may be
-- erased one day: the chain verifies without it.
create table signatory (
    seq integer primary key references acknowledgement (seq),
    salt blob not null check (length(salt) = 32),
    key text not null,
    name text not null,
    kind text not null,
    position text not null,
    unit_path text not null,
    zone text not null
) strict;
