-- Calendars without a name that admins sent in chat, and what they call them. Forgotten after a month.
create table calendar_title (
    telegram_id integer not null,
    message_id integer not null, -- of the file
    file_id text not null check (length(file_id) between 1 and 1000),
    file_name text not null check (length(file_name) <= 1000),
    title text check (length(title) between 1 and 150), -- null: asked for
    asked_at integer not null,
    primary key (telegram_id, message_id)
) strict;
