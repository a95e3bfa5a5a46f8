-- A code is worth no more than whoever made it: with their role, what they made and nobody used is void.
alter table claim_code add column voided_at integer;
alter table binding_code add column voided_at integer;

-- What superadmins have not been told yet, whoever did it. A row goes once it is told; the trail stays.
create table role_news (
    id integer primary key,
    at integer not null,
    kind text not null check (kind in ('offered', 'claimed', 'revoked')),
    role text not null check (role in ('admin', 'superadmin')),
    label text not null,
    account integer, -- who holds the role, or held it; null: nobody yet
    actor integer -- who offered or revoked it, as audit.actor
) strict;
