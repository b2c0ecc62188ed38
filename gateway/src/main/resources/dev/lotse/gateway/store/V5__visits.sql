-- Searches by hour, device and form of the query; questions and what became of them; queries in a row. No table tells who.
alter table search_log add column if not exists device varchar(8) default 'unknown' not null;

create table if not exists search_hour (
    site varchar(63) not null,
    hour_number bigint not null,
    lang varchar(8) not null,
    device varchar(8) not null,
    category varchar(8) not null,
    searches bigint not null,
    empty_searches bigint not null,
    clicked_searches bigint not null,
    clicks bigint not null,
    reciprocal_ranks double precision not null,
    primary key (site, hour_number, lang, device, category)
);

create table if not exists answer_day (
    site varchar(63) not null,
    day_number integer not null,
    lang varchar(8) not null,
    question varchar(200) not null,
    answered bigint not null,
    refused bigint not null,
    helpful bigint not null,
    unhelpful bigint not null,
    primary key (site, day_number, lang, question)
);

create table if not exists query_chain (
    site varchar(63) not null,
    day_number integer not null,
    chain_hash varchar(64) not null,
    chain varchar(1100) not null,
    times bigint not null,
    primary key (site, day_number, chain_hash)
);
