-- Marks about the installation itself: which program wrote here last, and whether a database of tips was made.
create table installation (
    name text primary key check (name in ('program', 'tips')),
    value text not null
) strict, without rowid;
