-- After create_title: a calendar whose name is asked for, and one that was named.
insert into calendar_title (telegram_id, message_id, file_id, file_name, title, asked_at) values
    (900009, 11, 'BQACAgUAAxkBAAIC', 'kalender.ics', null, 1728000000000),
    (900009, 12, 'BQACAgUAAxkBAAID', 'jadwal.ics', 'Pilkada Contoh', 1728000000000);
