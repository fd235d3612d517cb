CREATE TABLE "campaign_members" (
	"customer_id" integer NOT NULL,
	"campaign_id" integer NOT NULL,
	"held_out" boolean NOT NULL,
	"tier" text NOT NULL,
	"risk_band" text NOT NULL,
	"segment_id" integer,
	CONSTRAINT "campaign_members_customer_id_campaign_id_pk" PRIMARY KEY("customer_id","campaign_id")
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "campaigns_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"outcome" text NOT NULL,
	"product" text,
	"started_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"looks" jsonb NOT NULL,
	"held_out_share" double precision NOT NULL,
	"seed" bigint NOT NULL,
	"target" jsonb NOT NULL,
	"plan" jsonb NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"started_by" integer
);
--> statement-breakpoint
ALTER TABLE "campaign_members" ADD CONSTRAINT "campaign_members_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_members" ADD CONSTRAINT "campaign_members_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_started_by_managers_id_fk" FOREIGN KEY ("started_by") REFERENCES "public"."managers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "campaign_members_campaign" ON "campaign_members" USING btree ("campaign_id");--> statement-breakpoint
CREATE UNIQUE INDEX "campaigns_name" ON "campaigns" USING btree (lower("name"));--> statement-breakpoint
CREATE FUNCTION "campaign_is_settled"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A campaign is settled when it starts: a row of % is never changed.', TG_TABLE_NAME;
END $$;--> statement-breakpoint
CREATE TRIGGER "campaigns_settled" BEFORE UPDATE ON "campaigns" FOR EACH ROW EXECUTE FUNCTION "campaign_is_settled"();--> statement-breakpoint
CREATE TRIGGER "campaign_members_settled" BEFORE UPDATE ON "campaign_members" FOR EACH ROW EXECUTE FUNCTION "campaign_is_settled"();
