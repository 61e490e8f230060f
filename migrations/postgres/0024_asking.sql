-- Whoever passes a message on is asked what became of it from `ask_at` on, if no news came; `asked` counts the questions.
alter table messages add column ask_at bigint;
alter table messages add column asked bigint not null default 0;
create index messages_to_ask on messages (ask_at) where ask_at is not null;
update messages set ask_at = changed_at + 3600000 where state = 'sent' and vendor_id <> '';
