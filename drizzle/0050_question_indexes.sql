-- Made before anything is dropped or altered: while it is, customers and values are read as ever, and written once it is.
CREATE FUNCTION "bellwether_slips"("plain" text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT array(SELECT DISTINCT CASE WHEN "at" = 0 THEN "word" ELSE overlay("word" placing '' from "at" for 1) END
    FROM regexp_split_to_table("plain", '[^a-z0-9]+') AS "word",
      generate_series(0, CASE WHEN length("word") < 4 THEN 0 ELSE length("word") END) AS "at"
    WHERE length("word") BETWEEN 3 AND 20) $$;--> statement-breakpoint
CREATE INDEX "customer_values_at_stake" ON "customer_values" USING btree ("run_id",(case when "value_at_stake" > 0 then "value_at_stake" else 0 end) desc,"churn_probability" desc,"customer_id","value_at_stake","value_if_stays","stage") WHERE "customer_values"."churn_probability" is not null;--> statement-breakpoint
CREATE INDEX "customers_of_manager" ON "customers" USING btree ("manager_id","id","restricted_at");--> statement-breakpoint
CREATE INDEX "customers_of_branch" ON "customers" USING btree ("branch_id",("id"::bigint * 2654435761 % 4294967296),"id","restricted_at");--> statement-breakpoint
CREATE INDEX "customers_assigned" ON "customers" USING btree ("id","branch_id","manager_id","restricted_at");--> statement-breakpoint
CREATE INDEX "customers_name_slips" ON "customers" USING gin (bellwether_slips(lower(translate(regexp_replace(normalize("name", NFKD), '[\u0300-\u036f''’‘ʼ`]', '', 'g'), 'łøđıŁØĐ', 'lodilod'))));--> statement-breakpoint
CREATE INDEX "customers_name_joined" ON "customers" USING btree ((left(regexp_replace(lower(translate(regexp_replace(normalize("name", NFKD), '[\u0300-\u036f''’‘ʼ`]', '', 'g'), 'łøđıŁØĐ', 'lodilod')), '[ .,·&/''-]+', '', 'g'), 64)) text_pattern_ops);--> statement-breakpoint
DROP INDEX "customer_values_by_stake";--> statement-breakpoint
DROP INDEX "customers_manager";--> statement-breakpoint
DROP INDEX "customers_branch";--> statement-breakpoint
ALTER TABLE "valuation_runs" ADD COLUMN "values_kept" boolean DEFAULT true NOT NULL;--> statement-breakpoint
UPDATE "valuation_runs" SET "values_kept" = false WHERE "status" <> 'running' AND NOT EXISTS (SELECT FROM "customer_values" WHERE "run_id" = "valuation_runs"."id");