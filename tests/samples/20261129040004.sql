-- After create_draft: an election that an admin has begun in chat.
insert into calendar_draft (telegram_id, content, changed_at) values
    (900001, '{"election":null,"name":"Pilkada 2030","stages":[{"kind":"quiet","name":"Masa tenang","days":null}],"saved":null}', 1728000000000);
