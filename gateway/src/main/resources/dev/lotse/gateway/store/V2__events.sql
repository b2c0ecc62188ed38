-- Searches and what was clicked, for a short time; sums by day and query, for a long one. Queries are in lower case, without personal data.
create table if not exists search_log (
    site varchar(63) not null,
    query_id varchar(64) not null,
    searched_at bigint not null,
    lang varchar(8) not null,
    query varchar(200) not null,
    hits integer not null,
    clicks integer not null,
    best_position integer,
    primary key (site, query_id)
);

create index if not exists search_log_time on search_log (searched_at);

create table if not exists query_day (
    site varchar(63) not null,
    day_number integer not null,
    lang varchar(8) not null,
    query varchar(200) not null,
    searches bigint not null,
    empty_searches bigint not null,
    clicked_searches bigint not null,
    clicks bigint not null,
    reciprocal_ranks double precision not null,
    primary key (site, day_number, lang, query)
);

create table if not exists query_pair (
    site varchar(63) not null,
    day_number integer not null,
    lang varchar(8) not null,
    first_query varchar(200) not null,
    next_query varchar(200) not null,
    times bigint not null,
    primary key (site, day_number, lang, first_query, next_query)
);
