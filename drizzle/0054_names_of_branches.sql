-- Made before anything is dropped: while it is, customers are read as ever, and written once it is.
CREATE INDEX "customers_branch_name_trigram" ON "customers" USING gin ((array["branch_id"]),(lower(translate(regexp_replace(normalize("name", NFKD), '[\u0300-\u036f''’‘ʼ`]', '', 'g'), 'łøđıŁØĐ', 'lodilod'))) gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "customers_branch_name_slips" ON "customers" USING gin ((array["branch_id"]),bellwether_slips(lower(translate(regexp_replace(normalize("name", NFKD), '[\u0300-\u036f''’‘ʼ`]', '', 'g'), 'łøđıŁØĐ', 'lodilod'))));--> statement-breakpoint
CREATE INDEX "customers_branch_name_joined" ON "customers" USING btree ("branch_id",(left(regexp_replace(lower(translate(regexp_replace(normalize("name", NFKD), '[\u0300-\u036f''’‘ʼ`]', '', 'g'), 'łøđıŁØĐ', 'lodilod')), '[ .,·&/''-]+', '', 'g'), 64)) text_pattern_ops);--> statement-breakpoint
DROP INDEX "customers_plain_name_trigram";--> statement-breakpoint
DROP INDEX "customers_name_slips";
