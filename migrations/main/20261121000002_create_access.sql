-- Roles belong to a Telegram account, not to a person of the roster: an operator of the
-- personnel agency need not be on it.
create table role_grant (
    telegram_id integer primary key,
    role text not null check (role in ('admin', 'superadmin')),
    label text not null check (length(label) between 1 and 100), -- who this is, in the words of who granted it
    language text not null default 'id' check (language in ('id', 'en')),
    granted_at integer not null,
    granted_by integer -- null: by command line
) strict;

create table claim_code (
    hash blob primary key check (length(hash) = 32),
    role text not null check (role in ('admin', 'superadmin')),
    label text not null check (length(label) between 1 and 100),
    created_at integer not null,
    created_by integer, -- null: by command line
    expires_at integer not null,
    used_at integer,
    used_by integer
) strict, without rowid;

-- What was done with a role, by whom. Append-only.
create table audit (
    id integer primary key,
    at integer not null,
    actor integer, -- Telegram id; null: command line
    action text not null,
    subject text not null, -- internal id or label, never a name or a NIP
    detail text not null default ''
) strict;
create trigger audit_no_update before update on audit begin select raise(abort, 'audit is append-only'); end;
create trigger audit_no_delete before delete on audit begin select raise(abort, 'audit is append-only'); end;
