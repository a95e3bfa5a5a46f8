-- An election, or further stages of one, that an admin puts together in chat: one for each admin, as JSON.
create table calendar_draft (
    telegram_id integer primary key,
    content text not null check (json_valid(content)),
    changed_at integer not null
) strict;
