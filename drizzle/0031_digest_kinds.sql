CREATE TABLE "digest_crossings" (
	"customer_id" integer NOT NULL,
	"digest_id" integer NOT NULL,
	"run_id" integer NOT NULL,
	"before" boolean NOT NULL,
	"above" boolean DEFAULT true NOT NULL,
	CONSTRAINT "digest_crossings_customer_id_digest_id_run_id_pk" PRIMARY KEY("customer_id","digest_id","run_id")
);
--> statement-breakpoint
ALTER TABLE "digests" ADD COLUMN "settings" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "digests" ADD COLUMN "standing" text;--> statement-breakpoint
ALTER TABLE "digests" ADD COLUMN "noted" jsonb;--> statement-breakpoint
ALTER TABLE "digest_crossings" ADD CONSTRAINT "digest_crossings_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digest_crossings" ADD CONSTRAINT "digest_crossings_digest_id_digests_id_fk" FOREIGN KEY ("digest_id") REFERENCES "public"."digests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "digest_crossings_digest" ON "digest_crossings" USING btree ("digest_id");--> statement-breakpoint
CREATE UNIQUE INDEX "digests_standing" ON "digests" USING btree ("standing") WHERE removed_at is null and standing is not null;